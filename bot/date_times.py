"""Which time of a written line is the start, the end, the opening of the doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import shorten, to_utc
from bot.date_words import Label, LabelWord, NextDayWord, RangeWord, TimeWord, UnreadableDate, Word

HALF_DAY = 12 * 60


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a line by their role; ``late`` are the roles on the day after (翌)."""

    by_role: dict[Label, TimeWord]
    late: frozenset[Label]

    @classmethod
    def of(cls, words: Sequence[Word], text: str) -> Times:
        """The times among these words; UnreadableDate if one has no role."""
        by_role = _roles(words, text)
        next_days = {index + 1 for index, word in enumerate(words) if isinstance(word, NextDayWord)}
        late: set[Label] = {role for role, word in by_role.items() if words.index(word) in next_days}
        if len(late) < len(next_days):
            raise UnreadableDate(
                part=next(w.text for w in words if isinstance(w, NextDayWord)), text=shorten(text)
            )
        return cls(_same_half(by_role, late), frozenset(late))

    def moment(self, role: Label, day: date, tz: ZoneInfo) -> datetime:
        """That time on that day, aware, in UTC; NoSuchLocalTime in a gap of the zone."""
        minutes = self.by_role[role].minutes
        days, minutes = divmod(minutes, 24 * 60)
        shift = timedelta(days=days + (role in self.late))
        return to_utc(datetime.combine(day + shift, time(minutes // 60, minutes % 60)), tz)


def _roles(words: Sequence[Word], text: str) -> dict[Label, TimeWord]:
    by_role = _labelled(words, text)
    taken = list(by_role.values())
    range_mark: RangeWord | None = None
    for word in words:
        if isinstance(word, RangeWord):
            range_mark = word
        if not isinstance(word, TimeWord) or word in taken:
            continue
        # "12/17 - 19:00" has a start, "12/17〜20:30" only an end
        if "start" not in by_role and (range_mark is None or range_mark.is_dash):
            by_role["start"], range_mark = word, None
        elif "start" in by_role and "end" not in by_role and range_mark:
            by_role["end"] = word
        else:
            raise UnreadableDate(part=shorten(word.text, 20), text=shorten(text))
    return by_role


def _labelled(words: Sequence[Word], text: str) -> dict[Label, TimeWord]:
    """Each label takes the time beside it: the one it is glued to, otherwise the one that follows."""
    told = [word for word in words if isinstance(word, TimeWord | LabelWord)]
    labels_follow = bool(told) and isinstance(told[-1], LabelWord)
    by_role: dict[Label, TimeWord] = {}
    for at, label in enumerate(words):
        if not isinstance(label, LabelWord):
            continue
        taken = list(by_role.values())
        before = _time_or_none(words[at - 1 : at], taken)
        after = _time_or_none(
            [w for w in words[at + 1 : at + 3] if not isinstance(w, NextDayWord)][:1], taken
        )
        glued_before = before is not None and before.end == label.begin
        glued_after = after is not None and after.begin == label.end
        backwards = labels_follow or (glued_before and not glued_after)
        chosen = before if before and (backwards or not after) else after
        if chosen is None or label.role in by_role:
            raise UnreadableDate(part=label.text, text=shorten(text))
        by_role[label.role] = chosen
    return by_role


def _time_or_none(neighbour: Sequence[Word], taken: Sequence[TimeWord]) -> TimeWord | None:
    word = neighbour[0] if neighbour else None
    return word if isinstance(word, TimeWord) and word not in taken else None


def _same_half(by_role: dict[Label, TimeWord], late: set[Label]) -> dict[Label, TimeWord]:
    """「午後7時〜8時半」 and "7:00-8:30pm": a half of the day written once counts for its neighbours."""
    times = dict(by_role)
    start, end, doors = times.get("start"), times.get("end"), times.get("doors")
    if start and end and end.half == "pm" and end.suffix and _could_be_pm(start) and not late:
        start = _as_pm(start) if start.minutes + HALF_DAY < end.minutes else start
        times["start"] = start
    if start is None or start.half != "pm":
        return times
    if end and "end" not in late and _could_be_pm(end) and start.minutes < end.minutes + HALF_DAY:
        times["end"] = _as_pm(end)
    if doors and _could_be_pm(doors) and doors.minutes + HALF_DAY <= start.minutes:
        times["doors"] = _as_pm(doors)
    return times


def _could_be_pm(word: TimeWord) -> bool:
    return word.half is None and word.minutes < HALF_DAY


def _as_pm(word: TimeWord) -> TimeWord:
    return replace(word, minutes=word.minutes + HALF_DAY, half="pm")
