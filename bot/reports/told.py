"""What an import did or would do, told at the command line, one line per meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.clock import Span, shorten
from bot.i18n import Joined, Text, _, _n, joined
from bot.reports.importing import Imported, Planned, Step
from bot.reports.past import PastMeeting
from bot.reports.past_file import Column
from bot.reports.table_rows import BadCell
from bot.reports.words import MODES, NOT_KNOWN, REGULAR, SPECIAL

STEPS = {
    Step.NEW: _("new"),
    Step.SAME: _("already brought in, nothing changes"),
    Step.DIFFERENT: _("already brought in with other words or numbers; stays as it is"),
    Step.CHANGED: _("already brought in with other words or numbers; changed to the file's"),
    Step.HELD: _("announced by the bot itself; stays as it is"),
}


def lines_of(done: Imported, lang: str) -> list[str]:
    """Everything about a file that could be read, or every cell of it that could not."""
    told = told_bad(done.bad) if done.bad else _good(done)
    return [line.to(lang) for line in told]


def told_bad(bad: Sequence[BadCell]) -> Iterator[Text]:
    """Every cell that could not be read, and that nothing was written."""
    for cell in bad:
        yield _bad_cell(cell)
    yield _n(
        "{count} place needs to be corrected. Nothing was written.",
        "{count} places need to be corrected. Nothing was written.",
        count=len(bad),
    )


def _bad_cell(cell: BadCell) -> Text:
    if cell.column is None:
        return _("Line {line}: {reason}", line=cell.line, reason=cell.reason)
    return _(
        "Line {line}, column “{column}”: {reason}", line=cell.line, column=cell.column, reason=cell.reason
    )


def _good(done: Imported) -> Iterator[Text]:
    tz = ZoneInfo(done.timezone)
    for each in done.planned:
        yield _meeting(each, tz)
        yield from _differences(each, tz)
    yield _("All dates and times are read as those of {zone}.", zone=done.timezone)
    if done.is_new_community:
        yield _("The community is not known yet, and is made with this number: /setup gives it its name.")
    yield _sum(done)
    yield from what_next(
        differs=bool(done.count(Step.DIFFERENT)),
        writes=bool(done.count(Step.NEW, Step.CHANGED)),
        is_applied=done.is_applied,
    )


def _meeting(each: Planned, tz: ZoneInfo) -> Text:
    meeting = each.meeting
    return _(
        "Line {line}: {when} “{title}” ({kind}, {mode}, participants: {participants}, articles: {articles}): "
        "{step}",
        line=meeting.line,
        when=Span(meeting.starts_at, meeting.ends_at, tz),
        title=shorten(meeting.title, 40),
        kind=REGULAR if meeting.is_regular else SPECIAL,
        mode=_modes(meeting),
        participants=_number(meeting.participants),
        articles=len(meeting.links),
        step=STEPS[each.step],
    )


def _differences(each: Planned, tz: ZoneInfo) -> Iterator[Text]:
    if each.kept is None or each.step is Step.SAME:
        return
    before, after = _cells(each.kept.meeting, tz), _cells(each.meeting, tz)
    for column, old in before.items():
        if after[column] != old:
            yield _("    {column}: {old} → {new}", column=column.label, old=old, new=after[column])


def _cells(meeting: PastMeeting, tz: ZoneInfo) -> dict[Column, object]:
    """What may differ between two lists, as people read it."""
    return {
        Column.END: Span(meeting.starts_at, meeting.ends_at, tz),
        Column.TITLE: shorten(meeting.title),
        Column.KIND: REGULAR if meeting.is_regular else SPECIAL,
        Column.MODE: _modes(meeting),
        Column.PARTICIPANTS: _number(meeting.participants),
        Column.ARTICLE_URLS: " ".join(meeting.links) or NOT_KNOWN,
    }


def _modes(meeting: PastMeeting) -> Text | Joined:
    return joined(*(MODES[mode] for mode in meeting.modes)) if meeting.modes else NOT_KNOWN


def _number(participants: int | None) -> int | Text:
    return NOT_KNOWN if participants is None else participants


def _sum(done: Imported) -> Text:
    return _(
        "In sum: {new} new, {changed} changed, {same} already brought in, {different} differ and stay, "
        "{held} announced by the bot itself.",
        new=done.count(Step.NEW),
        changed=done.count(Step.CHANGED),
        same=done.count(Step.SAME),
        different=done.count(Step.DIFFERENT),
        held=done.count(Step.HELD),
    )


def what_next(*, differs: bool, writes: bool, is_applied: bool) -> Iterator[Text]:
    """The last lines: that it is done, or what to add so that it will be."""
    if differs:
        yield _("To take what differs from the file, add --update.")
    if not writes:
        yield _("There is nothing to write.")
    elif is_applied:
        yield _("It is done.")
    else:
        yield _("Nothing was written. If all of this is right, run it again with --apply.")
