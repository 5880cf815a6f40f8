"""What staff press while a meeting is being written. A draft is a row, so all of it works after a restart."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.events.drafts import Draft
from bot.events.form import EventForm
from bot.events.rules import Event, Ring
from bot.i18n import Text, _, text_of
from cogs.events.draft_texts import (
    announced_words,
    destination,
    leaving_lines,
    private_lines,
    ring_options,
    typed_text,
)
from cogs.events.embeds import card_embed
from cogs.events.flyers import FlyerForm, with_flyer
from cogs.events.modals import MeetingForm, MoreForm, Typed, WelcomeForm
from cogs.events.terms_form import TermsForm
from cogs.shared.controls import HubButton, HubSelect, HubView
from cogs.shared.doors import Door
from cogs.shared.permissions import Right
from cogs.shared.press import Press


class _OfDraft:
    draft_id: int
    right: ClassVar[Right] = Right.STAFF


class AnnounceButton(_OfDraft, HubButton, template="draft:{draft_id:d}:announce"):
    """The draft becomes an event; the outbox posts its card."""

    updates = True

    async def press(self, press: Press) -> None:
        event = await press.hub.events.announce(press.community_id, self.draft_id)
        await show_announced(press, event)


class ChangeButton(_OfDraft, HubButton, template="draft:{draft_id:d}:change"):
    """[Change] and [Fix it]: the form again, filled with what was typed."""

    opens_form = True

    async def press(self, press: Press) -> None:
        draft = await press.hub.drafts.get(press.community_id, self.draft_id)
        await press.open_form(MeetingForm(press, draft.form, _keep(self.draft_id)))


class WelcomeButton(_OfDraft, HubButton, template="draft:{draft_id:d}:welcome"):
    opens_form = True

    async def press(self, press: Press) -> None:
        draft = await press.hub.drafts.get(press.community_id, self.draft_id)
        await press.open_form(WelcomeForm(press, draft.form, _keep(self.draft_id)))


class TermsButton(_OfDraft, HubButton, template="draft:{draft_id:d}:terms"):
    opens_form = True

    async def press(self, press: Press) -> None:
        draft = await press.hub.drafts.get(press.community_id, self.draft_id)
        await press.open_form(TermsForm(press, draft.form, _keep(self.draft_id)))


class MoreButton(_OfDraft, HubButton, template="draft:{draft_id:d}:details"):
    opens_form = True

    async def press(self, press: Press) -> None:
        draft = await press.hub.drafts.get(press.community_id, self.draft_id)
        await press.open_form(MoreForm(press, draft.form, _keep(self.draft_id)))


class FlyerButton(_OfDraft, HubButton, template="draft:{draft_id:d}:flyer"):
    opens_form = True

    async def press(self, press: Press) -> None:
        draft = await press.hub.drafts.get(press.community_id, self.draft_id)
        await press.open_form(FlyerForm(press, draft.form, _keep(self.draft_id)))


class StopButton(_OfDraft, HubButton, template="draft:{draft_id:d}:stop"):
    """Throws the draft away and gives back what was typed."""

    updates = True

    async def press(self, press: Press) -> None:
        draft = await press.hub.drafts.get(press.community_id, self.draft_id)
        await press.hub.drafts.stop(press.community_id, self.draft_id)
        said = _("The draft was deleted and nothing was posted. This is what you had typed.")
        await press.update(said, embed=typed_text(press, draft.form))


class RingSelect(_OfDraft, HubSelect, template="draft:{draft_id:d}:ring"):
    """Whose phone rings when the card is posted."""

    updates = True

    async def press(self, press: Press) -> None:
        ring = Ring(self.chosen[0])
        if ring is Ring.ROLE and press.community.ring_role_id is None:
            draft = await press.hub.drafts.get(press.community_id, self.draft_id)
            await show_draft(press, draft, note=NO_ROLE)
            return
        draft = await press.hub.drafts.change(press.community_id, self.draft_id, ring=ring.value)
        await show_draft(press, draft)


NO_ROLE = _(
    "No role to ring is chosen yet. Somebody with “Manage Server” can choose one under "
    "“More settings” of /setup; until then nobody is rung."
)

DRAFT_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    AnnounceButton,
    ChangeButton,
    WelcomeButton,
    TermsButton,
    MoreButton,
    FlyerButton,
    StopButton,
    RingSelect,
)


async def open_new(press: Press, form: EventForm) -> None:
    """The empty or prefilled form of a new meeting."""

    async def start(press: Press, typed: Typed) -> None:
        started = await press.hub.drafts.start(
            press.community_id,
            press.user_id,
            press.display_name,
            EventForm.from_dict({**form.to_dict(), **typed}),
        )
        await show_draft(press, started)

    await press.open_form(MeetingForm(press, form, start))


def _keep(draft_id: int) -> Any:
    async def keep(press: Press, typed: Typed) -> None:
        await show_draft(press, await press.hub.drafts.change(press.community_id, draft_id, **typed))

    return keep


async def show_announced(press: Press, event: Event) -> None:
    """It was announced, and where its card appears."""
    await press.update(announced_words(event, press.community))


async def show_draft(press: Press, draft: Draft, note: Text | None = None) -> None:
    """The preview with everything that can be done next, or the typed text with [Fix it]."""
    if draft.plan is None or draft.preview is None:
        await _show_rejected(press, draft)
        return
    lines = [line for line in (note, draft.caution) if line]
    lines += [_("Preview: only you can see this."), destination(draft), *leaving_lines(draft)]
    lines += private_lines(draft.plan)
    embed = card_embed(draft.preview, draft.community.language)
    await press.update(
        "\n".join(press.say(line) for line in lines),
        files=await with_flyer(press, embed, draft.form),
        embed=embed,
        view=HubView(*_controls(press, draft)),
    )


async def _show_rejected(press: Press, draft: Draft) -> None:
    assert draft.problem is not None
    kept = _("Everything you typed is kept. Press “Fix it” and correct only that.")
    await press.update(
        f"{press.say(text_of(draft.problem))}\n{press.say(kept)}",
        embed=typed_text(press, draft.form),
        view=HubView(
            ChangeButton(press.say(_("Fix it")), style=discord.ButtonStyle.primary, draft_id=draft.id),
            TermsButton(press.say(_("Who may apply")), draft_id=draft.id),
            _stop(press, draft),
        ),
    )


def _controls(press: Press, draft: Draft) -> list[discord.ui.Item[Any]]:
    draft_id = draft.id
    items: list[discord.ui.Item[Any]] = []
    if not draft.is_rehearsal:
        placeholder = press.say(_("Who is rung"))
        items.append(
            RingSelect(ring_options(press, draft), placeholder=placeholder, draft_id=draft_id, row=0)
        )
    announce = press.say(_("Announce this"))
    later = []
    if not draft.is_rehearsal:
        later.append(Door(press.say(_("Announce later")), f"draft:{draft_id}:later", row=2))
    return [
        *items,
        AnnounceButton(announce, style=discord.ButtonStyle.success, draft_id=draft_id, row=1),
        ChangeButton(press.say(_("Change")), draft_id=draft_id, row=1),
        WelcomeButton(press.say(_("How to feel welcome")), draft_id=draft_id, row=1),
        MoreButton(press.say(_("More details")), draft_id=draft_id, row=1),
        TermsButton(press.say(_("Who may apply")), draft_id=draft_id, row=1),
        FlyerButton(press.say(_("Flyer")), draft_id=draft_id, row=2),
        *later,
        _stop(press, draft, row=2),
    ]


def _stop(press: Press, draft: Draft, row: int | None = None) -> discord.ui.Item[Any]:
    """A draft that the bot made is skipped in its series; all others are thrown away."""
    if draft.series_id is not None:
        return Door(press.say(_("Open the series")), f"series:{draft.series_id}:open", row=row)
    return StopButton(press.say(_("Stop")), draft_id=draft.id, row=row)
