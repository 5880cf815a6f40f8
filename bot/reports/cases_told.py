"""What an import of consultations did or would do, told at the command line. A note is never repeated."""

from __future__ import annotations

from collections.abc import Iterator

from bot.clock import LocalDate
from bot.consultations.reading import personal_in
from bot.consultations.rules import Case
from bot.i18n import C_, Joined, Text, _, _n, joined
from bot.reports.cases import CaseStep, PlannedCase
from bot.reports.cases_file import CaseColumn
from bot.reports.cases_import import ImportedCases
from bot.reports.told import told_bad, what_next

STEPS = {
    CaseStep.NEW: _("new"),
    CaseStep.SAME: _("already brought in, nothing changes"),
    CaseStep.DIFFERENT: _("already brought in with something else; stays as it is"),
    CaseStep.CHANGED: _("already brought in with something else; changed to the file's"),
    CaseStep.NOTED: _("noted in the bot itself; stays as it is"),
}
NOTE, NO_NOTE = C_("consultation", "with a note"), C_("consultation", "no note")
OTHER_NOTE = C_("consultation", "another note")


def case_lines(done: ImportedCases, lang: str) -> list[str]:
    """Everything about a file that could be read, or every cell of it that could not."""
    told = told_bad(done.bad) if done.bad else _good(done)
    return [line.to(lang) for line in told]


def _good(done: ImportedCases) -> Iterator[Text]:
    for each in done.planned:
        yield _line(each)
        yield from _differences(each)
        yield from _personal(each)
    if done.is_new_community:
        yield _("The community is not known yet, and is made with this number: /setup gives it its name.")
    yield from _remarks(done)
    yield _(
        "In sum: {new} new, {changed} changed, {same} already brought in, {different} differ and stay, "
        "{noted} noted in the bot itself.",
        new=done.count(CaseStep.NEW),
        changed=done.count(CaseStep.CHANGED),
        same=done.count(CaseStep.SAME),
        different=done.count(CaseStep.DIFFERENT),
        noted=done.count(CaseStep.NOTED),
    )
    yield from what_next(
        differs=bool(done.count(CaseStep.DIFFERENT)),
        writes=bool(done.count(CaseStep.NEW, CaseStep.CHANGED)),
        is_applied=done.is_applied,
    )


def _remarks(done: ImportedCases) -> Iterator[Text]:
    if left_out := sum(each.listed.note_left_out for each in done.planned):
        yield _n(
            "{count} note is older than three years and is left out; notes are kept no longer than that.",
            "{count} notes are older than three years and are left out; notes are kept no longer than that.",
            count=left_out,
        )
    for old in done.missing:
        yield _(
            "{case} was brought in earlier for a day of this file and is in none of its lines; it stays.",
            case=_case(old.case),
        )


def _line(each: PlannedCase) -> Text:
    return _(
        "Line {line}: {case}: {step}",
        line=each.listed.line,
        case=_case(each.listed.case),
        step=STEPS[each.step],
    )


def _case(case: Case) -> Text:
    return _(
        "{date} ({channel}, {categories}, {note})",
        date=LocalDate(case.held_on),
        channel=case.channel.label,
        categories=_categories(case),
        note=NOTE if case.note else NO_NOTE,
    )


def _categories(case: Case) -> Joined:
    return joined(*(category.label for category in case.categories))


def _differences(each: PlannedCase) -> Iterator[Text]:
    if each.kept is None or each.step not in (CaseStep.DIFFERENT, CaseStep.CHANGED):
        return
    old, new = each.kept.case, each.listed.case
    if old.channel is not new.channel:
        yield _difference(CaseColumn.CHANNEL, old.channel.label, new.channel.label)
    if old.categories != new.categories:
        yield _difference(CaseColumn.CATEGORIES, _categories(old), _categories(new))
    if old.note != new.note:
        after = OTHER_NOTE if old.note and new.note else NOTE if new.note else NO_NOTE
        yield _difference(CaseColumn.NOTE, NOTE if old.note else NO_NOTE, after)


def _personal(each: PlannedCase) -> Iterator[Text]:
    if found := personal_in(each.listed.case.note):
        yield _(
            "    ⚠️ The note seems to hold {what}: if so, please take it out of the file first.",
            what=joined(*(concern.label for concern in found)),
        )


def _difference(column: CaseColumn, old: object, new: object) -> Text:
    return _("    {column}: {old} → {new}", column=column.label, old=old, new=new)
