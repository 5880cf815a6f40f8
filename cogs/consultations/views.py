"""The buttons of consultations: note, look, correct, delete."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.consultations.reading import personal_in
from bot.consultations.rules import Consultation
from bot.i18n import Text, _, joined
from cogs.consultations.forms import ConsultationForm, CorrectionForm, typed_for
from cogs.consultations.texts import embed_of, in_short
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed, kept_typed


class NoteConsultation(HubButton, template="consultation:0:note"):
    """[Note a consultation] on the /home panel and below every noted one."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        await open_new(press)


class NoteSeed(HubButton, template="consultation:{seed_id:d}:seed"):
    """[Note it as a consultation]: an office-only seed, whose day and way stand in the form already."""

    seed_id: int
    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        await open_new(press, seed_id=self.seed_id, channel="discord")


class _OfConsultation:
    consultation_id: int
    right: ClassVar[Right] = Right.STAFF


class OpenConsultation(_OfConsultation, HubButton, template="consultation:{consultation_id:d}:open"):
    updates = True

    async def press(self, press: Press) -> None:
        await show(press, await press.hub.consultations.get(press.community_id, self.consultation_id))


class CorrectConsultation(_OfConsultation, HubButton, template="consultation:{consultation_id:d}:correct"):
    opens_form = True

    async def press(self, press: Press) -> None:
        noted = await press.hub.consultations.get(press.community_id, self.consultation_id)

        async def keep(press: Press, typed: Typed) -> None:
            kept = await press.hub.consultations.correct(press.community_id, self.consultation_id, **typed)
            await show(
                press, kept, _with_warning(kept, _("Corrected: {consultation}", consultation=in_short(kept)))
            )

        await press.open_form(CorrectionForm(press, typed_for(noted.case), kept_typed(keep, CorrectionForm)))


class DeleteConsultation(_OfConsultation, HubButton, template="consultation:{consultation_id:d}:delete"):
    """[Delete]: asks once."""

    updates = True

    async def press(self, press: Press) -> None:
        noted = await press.hub.consultations.get(press.community_id, self.consultation_id)

        async def delete(press: Press) -> None:
            needs_staff(press)
            await press.hub.consultations.delete(press.community_id, self.consultation_id)
            await press.update(_("Deleted. It is in no figure any more."), view=HubView(*_ways_on(press)))

        question = _(
            "Delete “{consultation}”? It is then in no figure any more. This cannot be taken back.",
            consultation=in_short(noted),
        )
        await press.update(question, view=ConfirmView(press, _("Delete it"), _("Go back"), delete))


class OpenConsultations(HubButton, template="consultation:0:list"):
    """[All consultations]."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        from cogs.consultations.lists import show_list

        await show_list(press)


CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    NoteConsultation,
    NoteSeed,
    OpenConsultation,
    CorrectConsultation,
    DeleteConsultation,
    OpenConsultations,
)


async def open_new(press: Press, *, seed_id: int | None = None, **typed: Any) -> None:
    """The empty form, or one about a seed."""

    async def note(press: Press, typed: Typed) -> None:
        noted = await press.hub.consultations.note(
            press.community_id, press.user_id, press.display_name, seed_id=seed_id, **typed
        )
        await show(
            press, noted, _with_warning(noted, _("Noted: {consultation}", consultation=in_short(noted)))
        )

    await press.open_form(ConsultationForm(press, typed, kept_typed(note, ConsultationForm)))


def _with_warning(consultation: Consultation, said: Text) -> Text:
    if not (found := personal_in(consultation.case.note)):
        return said
    return _(
        "{said}\n⚠️ The note seems to hold {what}. If so, please take it out with [Correct].",
        said=said,
        what=joined(*(concern.label for concern in found)),
    )


async def show(press: Press, consultation: Consultation, said: Text | None = None) -> None:
    """In the place of the pressed panel, if there is one: the consultation and what can be done with it."""
    number = consultation.id
    view = HubView(
        CorrectConsultation(press.say(_("Correct")), consultation_id=number),
        DeleteConsultation(press.say(_("Delete")), consultation_id=number),
        *_ways_on(press),
    )
    await press.update(said, embed=embed_of(press, consultation), view=view)


def _ways_on(press: Press) -> list[discord.ui.Item[Any]]:
    return [
        NoteConsultation(press.say(_("Note a consultation"))),
        OpenConsultations(press.say(_("All consultations"))),
    ]
