"""Posting a seed: form, similar ones, preview, [Post this]. Until then the text lives in memory only."""

from __future__ import annotations

import discord

from bot.errors import UserError
from bot.i18n import C_, Text, _, joined
from bot.seeds.cards import preview_of
from bot.seeds.concerns import concerns
from bot.seeds.rules import Origin, Readers
from bot.seeds.seed import Seed, Written, read_text
from cogs.seeds.card import seed_embed
from cogs.seeds.forms import SeedForm, empty
from cogs.seeds.keys import reached, show_key
from cogs.seeds.passing import QuietButton, give_back
from cogs.seeds.similar import similar_seeds, support_similar
from cogs.shared.controls import HubButton, HubView, OnPress
from cogs.shared.press import Press


class PostButton(HubButton, template="seed:0:post"):
    """[Post a seed], in the channel, under every card and on the home panel."""

    is_anonymous = True
    opens_form = True

    async def press(self, press: Press) -> None:
        await open_form(press)


async def open_form(press: Press, written: Written | None = None) -> None:
    """The form, empty or as it was filled."""
    await press.open_form(SeedForm(press, written or empty(), look_first))


async def look_first(press: Press, written: Written) -> None:
    """After the form: are there seeds that say the same? Nothing is ever blocked."""
    try:
        read_text(written.text)
        if not written.is_named:
            await press.hub.seeds.posting.takes_anonymous(press.community_id)
    except UserError as no:
        await _give_back(press, written, no)
        return
    found = await similar_seeds(press, written) if written.readers is Readers.EVERYONE else []
    if not found:
        await show_preview(press, written)
        return

    async def go_on(press: Press) -> None:
        await show_preview(press, written)

    lines = [
        _("These seeds look similar. If one of them says the same, support it; together they weigh more."),
        *(Text("#{number} {title}", {"number": seed.id, "title": seed.title}) for seed in found),
        _("“Same as …” counts as your support; who pressed is shown to nobody."),
        _kept(),
    ]
    same = [
        QuietButton(
            press,
            _("Same as #{number}: support that one", number=seed.id),
            support_similar(seed.id),
            row=at // 3,
        )
        for at, seed in enumerate(found)
    ]
    await press.update(
        "\n".join(press.say(line) for line in lines),
        embed=_preview(press, written),
        view=HubView(
            *same,
            QuietButton(press, _("Post it anyway"), go_on, style=discord.ButtonStyle.primary, row=2),
        ),
    )


async def show_preview(press: Press, written: Written) -> None:
    """Exactly what would be public, with everything that follows from the two choices."""
    done: list[OnPress | None] = []

    async def post(press: Press) -> None:
        if done:  # a second press: the first one is on its way, or its answer may not have arrived
            await (done[0] or _posted_already)(press)
            return
        done.append(None)
        try:
            done[0] = await _post(press, written)
        except UserError as no:
            done.clear()
            await _give_back(press, written, no)
            return
        except BaseException:
            done.clear()  # nothing was stored: the next press is the first one
            raise
        await done[0](press)

    async def rewrite(press: Press) -> None:
        await open_form(press, written)

    async def stop(press: Press) -> None:
        if done:
            await (done[0] or _posted_already)(press)
            return
        done.append(_posted_already)
        await press.update(_("Nothing was posted, and nothing is stored."))

    view = HubView(
        QuietButton(press, _("Post this"), post, style=discord.ButtonStyle.success),
        QuietButton(press, C_("button", "Rewrite"), rewrite, opens_form=True),
        QuietButton(press, _("Stop without posting"), stop),
    )
    lines = [*_consequences(written), *await _warnings(press, written)]
    await press.update(
        "\n".join(press.say(line) for line in lines), embed=_preview(press, written), view=view
    )


def _preview(press: Press, written: Written) -> discord.Embed:
    name = press.display_name if written.is_named else None
    return seed_embed(preview_of(written, name, press.community.timezone), press.community.language)


def _consequences(written: Written) -> list[Text]:
    readers = (
        _("Everyone in this server can read this, once the office has looked at it:")
        if written.readers is Readers.EVERYONE
        else _("Only the office reads this; it is never published:")
    )
    name = (
        _("Your name stands under it.")
        if written.is_named
        else _("Your name is shown to nobody and stored nowhere.")
    )
    return [readers, name, _kept()]


def _kept() -> Text:
    return _(
        "Nothing is stored yet. These buttons work for 15 "
        "minutes; after that you can copy the text from here."
    )


async def _warnings(press: Press, written: Written) -> list[Text]:
    lines = []
    if found := concerns(f"{written.title}\n{written.text}"):
        lines.append(
            _(
                "⚠ This seems to hold: {things}. Please look once more whether somebody could be recognised.",
                things=joined(*(concern.label for concern in found)),
            )
        )
    lines += await help_lines(press, written.text)
    return lines


async def help_lines(press: Press, text: str) -> list[Text]:
    """What the office has written for people in distress, at once and privately; the bot adds nothing."""
    settings = await press.hub.seeds.posting.worries(press.community_id, text)
    if settings is None or not settings.help_lines:
        return []
    return [
        _("If it is hard right now, you can talk to somebody here:"),
        Text("{words}", {"words": settings.help_lines}),
    ]


async def _post(press: Press, written: Written) -> OnPress:
    """Store it; what it returns shows the answer, as often as it is needed."""
    seeds = press.hub.seeds
    if not written.is_named:
        seed, key = await seeds.posting.post_anonymous(press.community_id, press.user_id, written)
        headline = reached(seed)

        async def show(press: Press) -> None:
            await show_key(press, key, headline, await help_lines(press, written.text))

        return show
    settings = await seeds.rules.settings(press.community_id)
    seed = await seeds.posting.post_named(
        press.community_id,
        press.user_id,
        press.display_name,
        written,
        is_trusted=settings.trusted_role_id in press.role_ids,
    )

    async def thank(press: Press) -> None:
        lines = [_thanks(seed), *await help_lines(press, written.text)]
        await press.update("\n".join(press.say(line) for line in lines))

    return thank


def _thanks(seed: Seed) -> Text:
    if seed.is_public:
        return _("Your seed #{number} is open for everyone now. Thank you.", number=seed.id)
    return _(
        "Your seed #{number} has reached the office. Thank you. "
        "You hear from it by direct message, and find it under “My seeds”.",
        number=seed.id,
    )


async def _posted_already(press: Press) -> None:
    await press.answer(_("This seed has been posted already."))


async def _give_back(press: Press, written: Written, no: UserError) -> None:
    await give_back(
        press, no, [written.title, written.text], lambda press: SeedForm(press, written, look_first)
    )


async def post_from(press: Press, text: str) -> None:
    """The form, filled with somebody's own message."""
    await open_form(press, empty(Origin.MESSAGE, text))
