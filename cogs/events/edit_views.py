"""/event edit and [Edit]: the same forms as for a new meeting, then old → new and how many will be told."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.events.edits import Edit
from bot.i18n import Text, _, _n, joined, text_of
from cogs.events.draft_texts import typed_text
from cogs.events.flyers import FlyerForm, with_flyer
from cogs.events.modals import MeetingForm, MoreForm, StaffForm, Then, Typed, WelcomeForm
from cogs.events.terms_form import TermsForm
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press

FORMS: dict[str, type[StaffForm]] = {
    "form": MeetingForm,
    "welcome": WelcomeForm,
    "terms": TermsForm,
    "details": MoreForm,
    "flyer": FlyerForm,
}
OTHER_COLUMNS: dict[str, Text] = {
    "title": _("Title"),
    "description": _("Description"),
    "venue_capacity": _("Seats at the venue"),
    "online_capacity": _("Seats online"),
    "contact": _("Contact on the day"),
    "co_hosts": _("Co-hosts"),
    "fee": _("Fee"),
    "welcome": _("Shown on the card"),
    "names_shown": _("Names of those who come"),
    "is_sensitive": _("Sensitive event"),
    "max_companions": _("Companions"),
    "answers_close_at": _("Deadline"),
    "role_ids": _("Only these roles may apply"),
    "needs_approval": _("The office answers each application"),
    "is_regular": _("Regular or special"),
    "flyer_id": _("Flyer"),
}
"""What changes without a notice to people, by the columns of ``events``."""


class EditButton(HubButton, template="event:{event_id:d}:edit"):
    """[Edit] under /event show; goes on with what was not saved."""

    event_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await begin_edit(press, self.event_id)


async def begin_edit(press: Press, event_id: int) -> None:
    """Open the panel of a change; `NoSuchEvent` and whatever can no longer be changed are refused."""
    edit = await press.hub.edits.begin(press.community_id, press.user_id, press.display_name, event_id)
    await _show(press, edit)


class _OfEdit:
    edit_id: int
    right: ClassVar[Right] = Right.STAFF


class EditFormButton(_OfEdit, HubButton, template="edit:{edit_id:d}:{form}"):
    """One of the forms, filled with what was typed."""

    form: str
    opens_form = True

    async def press(self, press: Press) -> None:
        edit = await press.hub.edits.get(press.community_id, self.edit_id)
        make: Any = FORMS[self.form]
        await press.open_form(make(press, edit.form, _keep(self.edit_id)))


class SaveEditButton(_OfEdit, HubButton, template="edit:{edit_id:d}:now:save"):
    """[Save and tell N people]."""

    updates = True

    async def press(self, press: Press) -> None:
        event, changed = await press.hub.edits.save(press.community_id, self.edit_id)
        lines = [_("Saved: “{title}”. Its card follows in a few seconds.", title=event.title)]
        lines.append(
            _n("{count} person is being told.", "{count} people are being told.", count=changed.told)
            if changed.told
            else _("Nobody is written to: the card alone shows it.")
        )
        await press.update("\n".join(press.say(line) for line in lines))


class StopEditButton(_OfEdit, HubButton, template="edit:{edit_id:d}:now:stop"):
    """[Stop]: the event stays as it is announced; what was typed is given back."""

    updates = True

    async def press(self, press: Press) -> None:
        edit = await press.hub.edits.get(press.community_id, self.edit_id)
        await press.hub.edits.stop(press.community_id, self.edit_id)
        said = _("Nothing was changed, and nobody was told. This is what you had typed.")
        await press.update(said, embed=typed_text(press, edit.form))


EDIT_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    EditButton,
    EditFormButton,
    SaveEditButton,
    StopEditButton,
)


def _keep(edit_id: int) -> Then:
    async def keep(press: Press, typed: Typed) -> None:
        await _show(press, await press.hub.edits.change(press.community_id, edit_id, **typed))

    return keep


async def _show(press: Press, edit: Edit) -> None:
    lines = _problem(edit.problem) if edit.problem is not None else _preview(edit)
    if edit.is_rebased:
        lines.insert(0, _("Somebody else changed the event meanwhile. Your change stands on top of that."))
    embed, files = await _beside(press, edit)
    await press.update(
        "\n".join(press.say(line) for line in (_("Change of “{title}”", title=edit.event.title), *lines)),
        embed=embed,
        view=_view(press, edit),
        files=files,
    )


async def _beside(press: Press, edit: Edit) -> tuple[discord.Embed | None, tuple[discord.File, ...]]:
    """What was typed where it cannot be read, or the new flyer."""
    if edit.problem is not None:
        return typed_text(press, edit.form), ()
    if "flyer_id" not in edit.columns or edit.form.flyer_id is None:
        return None, ()
    embed = discord.Embed(title=press.say(_("Flyer")))
    return embed, await with_flyer(press, embed, edit.form)


def _problem(problem: Any) -> list[Text]:
    kept = _("Everything you typed is kept. Open the form again and correct only that.")
    return [text_of(problem), kept]


def _preview(edit: Edit) -> list[Text]:
    if not edit.columns:
        return [_("Nothing is different yet. Open a form below, and change what you like.")]
    lines = list(edit.lines)
    quiet = [OTHER_COLUMNS[column] for column in edit.columns if column in OTHER_COLUMNS]
    if quiet:
        lines.append(_("Also changed, without a notice: {boxes}", boxes=joined(*quiet)))
    lines.append(
        _n(
            "{count} person will be told.",
            "{count} people will be told.",
            count=edit.told,
        )
        if edit.told
        else _("Nobody will be written to: the card alone shows it.")
    )
    return lines


def _view(press: Press, edit: Edit) -> HubView:
    labels = {
        "form": _("Change"),
        "welcome": _("How to feel welcome"),
        "terms": _("Who may apply"),
        "details": _("More details"),
        "flyer": _("Flyer"),
    }
    forms = [
        EditFormButton(press.say(label), edit_id=edit.id, form=form, row=0) for form, label in labels.items()
    ]
    save = (
        _n("Save and tell {count} person", "Save and tell {count} people", count=edit.told)
        if edit.told
        else _("Save")
    )
    can_save = edit.problem is None and bool(edit.columns)
    return HubView(
        *forms,
        SaveEditButton(
            press.say(save),
            style=discord.ButtonStyle.success,
            disabled=not can_save,
            edit_id=edit.id,
            row=1,
        ),
        StopEditButton(press.say(_("Stop")), edit_id=edit.id, row=1),
    )
