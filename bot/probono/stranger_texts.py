"""A need and a volunteer in lines, as the other side reads them before both said yes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.clock import LocalDate
from bot.i18n import C_, Joined, Text, _, _n, joined
from bot.matching.rules import NeedMode, Slot
from bot.matching.taxonomy import Taxonomy
from bot.probono.rules import Language, NeedKind
from bot.probono.strangers import OpenNeed, UnknownVolunteer


def need_lines(need: OpenNeed, taxonomy: Taxonomy) -> list[Text]:
    """Who it is (or field and size), what is wanted, and when and where."""
    made: list[Text] = []
    if need.organisation:
        made.append(_("From: {organisation}", organisation=need.organisation))
        if need.about:
            made.append(_("{text}", text=need.about))
    elif need.field or need.size:
        made.append(
            _(
                "From: an organisation that does not show its name yet ({field}, {size})",
                field=need.field or "-",
                size=need.size or "-",
            )
        )
    for line, value in (
        (C_("need line", "What shall be reached: {text}"), need.goal),
        (C_("need line", "What is there at the end: {text}"), need.deliverable),
        (C_("need line", "The first step: {text}"), need.first_step),
    ):
        if value:
            made.append(_filled(line, value))
    if need.kind is not None:
        made.append(_("Kind of help: {kind}", kind=need.kind.label))
    made += _when_and_where(need)
    if need.skills:
        made.append(_("Skills: {skills}", skills=skill_names(need.skills, taxonomy)))
    return made


def volunteer_lines(volunteer: UnknownVolunteer, taxonomy: Taxonomy) -> list[Text]:
    """What somebody can do and when; nothing that says who it is."""
    made = [_("Offered: {kind}", kind=volunteer.kind.label)]
    if volunteer.skills:
        made.append(_("Skills: {skills}", skills=skill_names(volunteer.skills, taxonomy)))
    made.append(hours_line(volunteer.hours))
    made.append(_("Where: {mode}", mode=volunteer.mode.label))
    made.append(_("When: {slots}", slots=slot_names(volunteer.slots)))
    if other := [each for each in volunteer.languages if each is not Language.JA]:
        made.append(_("Languages: {languages}", languages=joined(*(each.label for each in other))))
    return made


def _when_and_where(need: OpenNeed) -> Iterable[Text]:
    if need.hours is not None:
        is_project = need.kind is NeedKind.PROJECT
        yield hours_line(need.hours) if is_project else hours_in_all(need.hours)
    if need.mode is NeedMode.ONSITE and need.area:
        yield _("Where: {mode}, {area}", mode=need.mode.label, area=need.area)
    elif need.mode is not None:
        yield _("Where: {mode}", mode=need.mode.label)
    if need.slots:
        yield _("When: {slots}", slots=slot_names(need.slots))
    if need.starts_on is not None:
        yield _("From: {day}", day=LocalDate(need.starts_on))
    if need.ends_on is not None:
        yield _("Until: {day}", day=LocalDate(need.ends_on))
    if need.people > 1:
        yield _n("{count} person is wanted", "{count} people are wanted", count=need.people)
    if other := [each for each in need.languages if each is not Language.JA]:
        yield _("Languages: {languages}", languages=joined(*(each.label for each in other)))


def hours_line(hours: int) -> Text:
    return _n("Time: about {count} hour a month", "Time: about {count} hours a month", count=hours)


def hours_in_all(hours: int) -> Text:
    return _n("Time: about {count} hour in all", "Time: about {count} hours in all", count=hours)


def slot_names(slots: Sequence[Slot]) -> Text | Joined:
    return joined(*(slot.label for slot in slots)) if slots else C_("slots", "any time")


def skill_names(skills: Sequence[str], taxonomy: Taxonomy) -> Joined:
    """The names of these chips, as far as they (still) exist."""
    return joined(*(taxonomy.skills[skill].label for skill in skills if skill in taxonomy.skills))


def _filled(line: Text, value: str) -> Text:
    return Text(line.msgid, {"text": value}, context=line.context)
