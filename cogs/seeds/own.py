"""A seed as its author sees it: the state, the office's questions, and everything that can still be done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord

from bot.errors import UserError
from bot.i18n import C_, Text, _
from bot.seeds.notices import EXPLAINED
from bot.seeds.own import Edit, OwnSeed
from bot.seeds.proving import Proof
from bot.seeds.rules import TEXT_LENGTH, TITLE_LENGTH, SeedState
from bot.seeds.sealing import ReceiptKey
from bot.seeds.seed import Seed
from cogs.seeds.forms import QuietForm, WordsForm
from cogs.seeds.helping import words_of
from cogs.seeds.messages import with_messages
from cogs.seeds.passing import QuietButton, give_back
from cogs.shared import screens
from cogs.shared.controls import HubButton, HubView, OnPress
from cogs.shared.doors import Door
from cogs.shared.press import Press
from cogs.shared.renderers import escape

if TYPE_CHECKING:
    from bot.hub import Hub


class OwnButton(HubButton, template="seed:{seed_id:d}:own"):
    """[Open my seed] for somebody whose name is under it."""

    seed_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.seeds.authors.community_of(self.seed_id)

    async def press(self, press: Press) -> None:
        own = await press.hub.seeds.authors.open(press.community_id, self.seed_id, press.user_id)
        await show_own(press, own, press.user_id)


class MineButton(HubButton, template="seed:0:mine"):
    """[My seeds] on the home panel."""

    is_anonymous = True

    async def press(self, press: Press) -> None:
        await show_mine(press)


async def show_mine(press: Press) -> None:
    """One's own seeds with a name; for the others there is the key, and nobody has a list of them."""
    named = await press.hub.seeds.authors.named(press.community_id, press.user_id)
    lines = [press.say(_own_line(seed)) for seed in named]
    words = _(
        "Seeds without a name open with their receipt key only. Nobody has a list of them, not even the bot."
    )
    heading = _("**My seeds**") if lines else _("There is no seed under your name here.")
    view = HubView(
        Door(press.say(_("Open with the key")), "seed:0:key", style=discord.ButtonStyle.primary),
        *(OwnButton(f"#{seed.id}", seed_id=seed.id) for seed in named[:20]),
    )
    await press.answer("\n".join([press.say(heading), *lines, press.say(words)]), view=view)


def _own_line(seed: Seed) -> Text:
    return _("#{number} {title} ({state})", number=seed.id, title=seed.title or "", state=seed.state.label)


async def show_own(press: Press, own: OwnSeed, proof: Proof, done: Text | None = None) -> None:
    """The panel, in the place of the pressed message if that is private."""
    await press.update(done, embeds=_embeds(press, own), view=_Panel(own, proof).view(press))


def _embeds(press: Press, own: OwnSeed) -> list[discord.Embed]:
    above = [_embed(press, own)]
    if own.told and own.told not in {line.text for line in own.lines}:
        above.append(discord.Embed(title=press.say(_("From the office")), description=escape(own.told)))
    if own.waiting is not None:
        above.append(_waiting(press, own.waiting))
    return with_messages(press, above, own.lines, C_("seed line", "You"))


def _embed(press: Press, own: OwnSeed) -> discord.Embed:
    seed = own.seed
    title = _("Seed #{number}: {state}", number=seed.id, state=seed.state.label)
    embed = discord.Embed(title=press.say(title), description=escape(seed.text or ""))
    if explained := _explained(seed):
        words = "\n".join(press.say(line) for line in explained)
        embed.add_field(name=press.say(_("State")), value=words, inline=False)
    for helper in own.helpers:
        named = _("{name} can help", name=helper.name or "")
        embed.add_field(
            name=press.say(named), value=press.say(Text("{words}", {"words": words_of(helper)})), inline=False
        )
    return embed


def _explained(seed: Seed) -> list[Text]:
    """What the state means for the author; that it was received needs no words."""
    lines = [EXPLAINED[seed.state]] if seed.state in EXPLAINED.keys() - {SeedState.RECEIVED} else []
    if seed.merged_into_id is not None:
        lines.append(_("It was joined with seed #{number}.", number=seed.merged_into_id))
    return lines


def _waiting(press: Press, edit: Edit) -> discord.Embed:
    """What it will be, so that it can be read and written on."""
    words = edit.text if edit.text.startswith(edit.title) else f"{edit.title}\n\n{edit.text}"
    note = _(
        "What you wrote anew appears within 90 minutes; the delay keeps others from guessing who you are."
    )
    embed = discord.Embed(title=press.say(_("Changed")), description=escape(words))
    return embed.set_footer(text=press.say(note))


class _Panel:
    """What an author can press; each press proves anew who they are."""

    def __init__(self, own: OwnSeed, proof: Proof) -> None:
        self.own = own
        self.seed = own.seed
        self.proof = proof

    def view(self, press: Press) -> HubView:
        view = HubView()
        if self.own.may_write:
            primary = discord.ButtonStyle.primary
            view.add_item(
                QuietButton(press, _("Write to the office"), self._answer, style=primary, opens_form=True)
            )
            view.add_item(QuietButton(press, C_("button", "Rewrite"), self._edit, opens_form=True))
        if isinstance(self.proof, ReceiptKey) and self.own.may_write:
            label = _("No longer notify me") if self.seed.is_notified else _("Notify me")
            view.add_item(QuietButton(press, label, self._notify))
        if isinstance(self.proof, int) and self.own.may_write:
            view.add_item(QuietButton(press, _("Take my name off"), self._name_off))
        if SeedState.WITHDRAWN in self.own.next_states:
            view.add_item(QuietButton(press, C_("seed", "Withdraw"), self._withdraw, row=1))
        if SeedState.DELETED in self.own.next_states:
            danger = discord.ButtonStyle.danger
            view.add_item(QuietButton(press, _("Delete it"), self._delete, style=danger, row=1))
        return view

    async def _answer(self, press: Press) -> None:
        await press.open_form(self._answer_form(press))

    def _answer_form(self, press: Press, typed: str = "") -> WordsForm:
        async def send(press: Press, words: str) -> None:
            try:
                own = await press.hub.seeds.authors.answer(
                    press.community_id, self.seed.id, self.proof, words
                )
            except UserError as no:
                await give_back(press, no, [words], lambda press: self._answer_form(press, words), self._back)
                return
            await show_own(press, own, self.proof, _sent(self.seed))

        return WordsForm(
            press,
            _("Write to the office"),
            _("Your message"),
            send,
            value=typed,
            description=_read_by(self.seed),
        )

    async def _edit(self, press: Press) -> None:
        await press.open_form(self._edit_form(press, self.own.waiting or _edit_of(self.seed)))

    def _edit_form(self, press: Press, edit: Edit) -> EditForm:
        async def keep(press: Press, typed: Edit) -> None:
            try:
                own = await press.hub.seeds.authors.edit(
                    press.community_id, self.seed.id, self.proof, typed.title, typed.text
                )
            except UserError as no:
                words = [typed.title, typed.text]
                await give_back(press, no, words, lambda press: self._edit_form(press, typed), self._back)
                return
            is_public = own.seed.is_public
            done = _("Changed. Those who support the seed are told.") if is_public else _("Changed.")
            await show_own(press, own, self.proof, done)

        return EditForm(press, edit, keep)

    async def _back(self, press: Press) -> None:
        own = await press.hub.seeds.authors.open(press.community_id, self.seed.id, self.proof)
        await show_own(press, own, self.proof, _("Nothing was changed."))

    async def _notify(self, press: Press) -> None:
        assert isinstance(self.proof, ReceiptKey)
        wanted = not self.seed.is_notified
        own = await press.hub.seeds.authors.notify(
            press.community_id, self.proof, press.user_id, wanted=wanted
        )
        done = (
            _("You will be notified by direct message. For that an encrypted link to you is kept.")
            if wanted
            else _("The link to you was removed. Please look in with your key.")
        )
        await show_own(press, own, self.proof, done)

    async def _withdraw(self, press: Press) -> None:
        async def yes(press: Press) -> None:
            own = await press.hub.seeds.authors.withdraw(press.community_id, self.seed.id, self.proof)
            await show_own(press, own, self.proof, _("Withdrawn. Nobody but you can read it now."))

        await self._ask(
            press, _("Withdraw this seed? Others can no longer read it."), C_("seed", "Withdraw"), yes
        )

    async def _delete(self, press: Press) -> None:
        async def yes(press: Press) -> None:
            await press.hub.seeds.authors.delete(press.community_id, self.seed.id, self.proof)
            await press.update(
                _(
                    "Deleted. Copies in the backups go within 14 "
                    "days. What others quoted or read stays with them."
                )
            )

        question = _("Delete this seed with all answers and support? It cannot be brought back.")
        await self._ask(press, question, _("Delete it"), yes)

    async def _name_off(self, press: Press) -> None:
        async def yes(press: Press) -> None:
            key = await press.hub.seeds.authors.take_name_off(press.community_id, self.seed.id, press.user_id)
            headline = _(
                "Your name is off seed #{number}. From now on this key opens it.", number=self.seed.id
            )
            await screens.show(screens.RECEIPT_KEY, press, key, headline)

        question = _(
            "Take your name off this seed? From then on only a receipt key opens it. "
            "Whoever has read your name already keeps knowing it."
        )
        await self._ask(press, question, _("Take my name off"), yes)

    async def _ask(self, press: Press, question: Text, label: Text, yes: OnPress) -> None:
        await press.update(
            question,
            view=HubView(
                QuietButton(press, label, yes, style=discord.ButtonStyle.danger),
                QuietButton(press, _("Go back"), self._back),
            ),
        )


class EditForm(QuietForm):
    """The seed as it will stand, to be written anew."""

    def __init__(self, press: Press, edit: Edit, then: Callable[[Press, Edit], Awaitable[None]]) -> None:
        super().__init__(press, C_("form", "Rewrite the seed"))
        self._then = then
        self._words = self.box("text", _("What troubles you, what you noticed"), edit.text, TEXT_LENGTH)
        self._title = self.box(
            "title",
            _("Title (may stay empty)"),
            edit.title,
            TITLE_LENGTH,
            is_required=False,
            is_long=False,
        )

    async def submitted(self, press: Press) -> None:
        await self._then(press, Edit(self._title.value, self._words.value))


def _edit_of(seed: Seed) -> Edit:
    return Edit(seed.title or "", seed.text or "")


def _sent(seed: Seed) -> Text:
    if seed.is_anonymous:
        return _(
            "Sent. The office sees it within 90 minutes; the delay keeps others from guessing who you are."
        )
    return _("Sent to the office.")


def _read_by(seed: Seed) -> Text:
    if seed.is_anonymous:
        return _("The office reads it, without your name.")
    return _("The office reads it.")
