"""A recurrence said back, in a form that `bot.series.reading` can read again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.clock import WEEKDAYS_EN, WEEKDAYS_JA
from bot.i18n import Text, _, _n, joined
from bot.series.recurrence import DAY_CODES, Hours, Recurrence

_ORDINALS_EN = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


@dataclass(frozen=True, slots=True)
class HoursText:
    """``19:00〜20:30 開場18:30`` or ``19:00–20:30, doors 18:30``."""

    hours: Hours

    def to(self, lang: str) -> str:
        ja = lang.startswith("ja")
        start, end = _clock(self.hours.start), _clock(self.hours.end % 1440)
        next_day = ("翌" if ja else "next day ") if self.hours.end >= 1440 else ""
        said = f"{start}{'〜' if ja else '–'}{next_day}{end}"
        if self.hours.doors is None:
            return said
        return said + (" 開場" if ja else ", doors ") + _clock(self.hours.doors)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """``第3木曜日``, ``最終金曜日``, ``31日``, or ``third Thursday``, ``the 31st``."""

    code: str

    def to(self, lang: str) -> str:
        ja = lang.startswith("ja")
        if not self.code[-2:].isalpha():
            day = int(self.code)
            if day < 0:
                return "末日" if ja else "last day"
            return f"{day}日" if ja else f"{day}{_ending(day)}"
        number, index = int(self.code[:-2] or 0), DAY_CODES.index(self.code[-2:])
        if ja:
            which = {0: "", -1: "最終"}.get(number, f"第{number}")
            return f"{which}{WEEKDAYS_JA[index]}曜日"
        return f"{_ORDINALS_EN[number]} {WEEKDAYS_EN[index]}" if number else WEEKDAYS_EN[index]


def _ending(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


@dataclass(frozen=True, slots=True)
class IsoDay:
    """A day that is read again without a doubt about its year."""

    day: date

    def to(self, lang: str) -> str:
        return self.day.isoformat()


def rule_text(recurrence: Recurrence) -> Text:
    """``毎月 第3木曜日 19:00〜20:30``."""
    parts, hours = recurrence.parts, HoursText(recurrence.hours)
    if not parts:
        return _n(
            "on {count} date, {hours}", "on {count} dates, {hours}", count=len(recurrence.dates), hours=hours
        )
    codes = (parts.get("BYDAY") or parts["BYMONTHDAY"]).split(",")
    days = joined(*(DayOfMonth(code) for code in codes))
    every_second = parts.get("INTERVAL") == "2"
    if parts["FREQ"] == "WEEKLY":
        if every_second:
            return _("every second week: {days}, {hours}", days=days, hours=hours)
        return _("every week: {days}, {hours}", days=days, hours=hours)
    if every_second:
        return _("every second month: {days}, {hours}", days=days, hours=hours)
    return _("every month: {days}, {hours}", days=days, hours=hours)


def written(recurrence: Recurrence, lang: str) -> str:
    """The whole recurrence as lines for the form, with every year in them."""
    lines = [text.to(lang) for text in _lines(recurrence)]
    return "\n".join(lines)


def _lines(kept: Recurrence) -> list[Text]:
    lines = []
    if kept.rrule is not None:
        lines.append(_("{rule}, from {day}", rule=rule_text(kept), day=IsoDay(kept.begins)))
        if until := kept.parts.get("UNTIL"):
            lines[0] = _("{rule} until {day}", rule=lines[0], day=IsoDay(date.fromisoformat(until[:8])))
    lines += [_("{day}, {hours}", day=IsoDay(day), hours=HoursText(hours)) for day, hours in kept.dates]
    for first, last in kept.breaks:
        if first == last:
            lines.append(_("except {day}", day=IsoDay(first)))
        else:
            lines.append(_("no meeting {first} – {last}", first=IsoDay(first), last=IsoDay(last)))
    lines += [
        _("move {old} → {new}, {hours}", old=IsoDay(old), new=IsoDay(new), hours=HoursText(hours))
        for old, new, hours in kept.moves
    ]
    lines += [_("add {day}, {hours}", day=IsoDay(day), hours=HoursText(hours)) for day, hours in kept.extras]
    return lines
