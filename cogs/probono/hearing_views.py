"""Noting which organisations the office heard, and looking through the notes. The office's."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import LocalDate, shorten
from bot.i18n import C_, Text, _
from bot.members.rules import Sector
from bot.probono.hearings import Hearing, NewHearing
from bot.probono.rules import LINE_LENGTH, NOTE_LENGTH, ConsentWay
from cogs.probono.forms import ProbonoForm, actor, kept
from cogs.probono.need_panel import OfNeed
from cogs.probono.offer_panel import OfOffer
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import Then, Typed

PER_PAGE = 10


class HearingForm(ProbonoForm):
    right: ClassVar[Right] = Right.STAFF
    updates = False

    def __init__(self, press: Press, typed: Typed, then: Then) -> None:
        super().__init__(press, _("Note a hearing"), then)
        organisation = typed.get("organisation", "")
        self.box("organisation", _("Organisation or company"), organisation, LINE_LENGTH, required=True)
        self.menu("sector", _("Sector"), Sector, typed.get("sector", (Sector.COMPANY.value,)), most=1)
        self.box(
            "heard_on",
            C_("hearing", "Day (empty: today)"),
            typed.get("heard_on", ""),
            40,
            hint=_("11/20, 11/20 (Fri), yesterday or 2026-11-20"),
        )
        self.choice("way", C_("hearing", "How"), ConsentWay, typed.get("way", ConsentWay.IN_PERSON.value))
        self.box("note", C_("hearing", "Note"), typed.get("note", ""), NOTE_LENGTH, paragraph=True)


class NewHearingButton(HubButton, template="hearing:0:new"):
    """[Note a hearing]."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        await _open_form(press, {})


class HearingOfNeed(OfNeed, HubButton, template="need:{need_id:d}:hearing"):
    """[Note a hearing] beside the need it led to."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        from_need = await press.hub.probono.needs.open(press.community_id, self.need_id, actor(press))
        sector = [from_need.sector.value] if from_need.sector else [Sector.COMPANY.value]
        typed = {"organisation": from_need.organisation or "", "sector": sector}
        await _open_form(press, typed, need_id=self.need_id)


class HearingOfOffer(OfOffer, HubButton, template="offer:{offer_id:d}:hearing"):
    """[Note a hearing] beside the offer it led to."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        offer = await press.hub.probono.offers.open(press.community_id, self.offer_id, actor(press))
        await _open_form(press, {"organisation": offer.organisation or ""}, offer_id=self.offer_id)


class HearingsButton(HubButton, template="hearing:0:list"):
    """[Hearings]."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await HearingList().answer(press)


HEARING_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    NewHearingButton,
    HearingOfNeed,
    HearingOfOffer,
    HearingsButton,
)


class HearingList:
    """All notes, page by page; read anew at every press."""

    def __init__(self) -> None:
        self.page = 0

    async def answer(self, press: Press) -> None:
        await press.answer(**await self._parts(press))

    async def show(self, press: Press, note: Text | None = None) -> None:
        needs_staff(press)
        await press.update(note, **await self._parts(press))

    async def _parts(self, press: Press) -> dict[str, Any]:
        found = await press.hub.probono.hearings.listing(press.community_id)
        last = max(0, (len(found) - 1) // PER_PAGE)
        self.page = min(max(self.page, 0), last)
        shown = found[self.page * PER_PAGE : (self.page + 1) * PER_PAGE]
        lines = [press.say(hearing_line(each)) for each in shown] or [
            press.say(_("No hearing is noted yet."))
        ]
        embed = discord.Embed(title=press.say(_("Hearings")), description="\n".join(lines))
        items: list[discord.ui.Item[Any]] = [
            NewHearingButton(press.say(_("Note a hearing")), style=discord.ButtonStyle.primary)
        ]
        if shown:
            items.append(self._menu(press, list(shown)))
        if last:
            for label, step, off in (
                (_("Previous"), -1, self.page == 0),
                (_("Next"), +1, self.page == last),
            ):
                items.append(ViewButton(press.say(label), self._turn(step), disabled=off, updates=True))
        return {"embed": embed, "view": HubView(*items)}

    def _turn(self, step: int) -> Any:
        async def turn(press: Press) -> None:
            self.page += step
            await self.show(press)

        return turn

    def _menu(self, press: Press, shown: list[Hearing]) -> ViewSelect:
        options = [
            discord.SelectOption(
                label=each.organisation,
                value=str(each.id),
                description=LocalDate(each.heard_on).to(press.lang),
            )
            for each in shown
        ]
        menu = ViewSelect(options, placeholder=press.say(_("Delete a note")), updates=True)

        async def chosen(press: Press) -> None:
            needs_staff(press)
            hearing_id = int(menu.values[0])

            async def yes(press: Press) -> None:
                needs_staff(press)
                await press.hub.probono.hearings.delete(press.community_id, hearing_id)
                await self.show(press, _("Deleted."))

            await press.update(
                _("Delete this note for good? It no longer counts in the figures."),
                view=ConfirmView(press, _("Delete it"), C_("button", "Go back"), yes),
            )

        menu.on_press = chosen
        return menu


def hearing_line(hearing: Hearing) -> Text:
    """One line of the list."""
    line = _(
        "・{day} {organisation} ({sector}, {way})",
        day=LocalDate(hearing.heard_on),
        organisation=hearing.organisation,
        sector=hearing.sector.label,
        way=hearing.way.label,
    )
    if not hearing.note:
        return line
    return _("{line}\n　{note}", line=line, note=shorten(hearing.note, 120))


async def _open_form(
    press: Press, typed: Typed, *, need_id: int | None = None, offer_id: int | None = None
) -> None:
    async def save(press: Press, typed: Typed) -> None:
        needs_staff(press)
        new = NewHearing(**{**typed, "sector": next(iter(typed["sector"]), None)})
        hearing = await press.hub.probono.hearings.note(
            press.community_id, new, need_id=need_id, offer_id=offer_id
        )
        await press.answer(_("Noted: {line}", line=hearing_line(hearing)))

    await press.open_form(HearingForm(press, typed, kept(save, HearingForm)))
