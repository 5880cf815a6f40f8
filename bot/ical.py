"""What every calendar file (RFC 5545) needs: words without control characters, and the time zone."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone


def clean(text: str) -> str:
    """Without control characters, which icalendar writes into the file as they are."""
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())


@lru_cache(maxsize=64)
def time_zone(name: str, first: int, last: int) -> Timezone:
    """The VTIMEZONE of a zone around these years; making one costs more than all the rest.

    icalendar gathers the changes of the clock as RDATEs, and a clock that goes forward does so at the new
    local time. Not every reader takes more than one RDATE, and RFC 5545 (3.6.5) wants the local time before
    the change: so each change stands alone, at that time.
    """
    from icalendar import Timezone

    gathered = Timezone.from_tzinfo(
        ZoneInfo(name), name, first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1)
    )
    zone = Timezone()
    zone.add("tzid", name)
    for observance in gathered.subcomponents:
        back = min(timedelta(), observance.TZOFFSETFROM - observance.TZOFFSETTO)
        rdates = observance.get("rdate")
        for start in (observance.DTSTART, *(each.dt for each in (rdates.dts if rdates else ()))):
            one = type(observance)()
            one.add("dtstart", start + back)
            for part in ("tzoffsetfrom", "tzoffsetto", "tzname"):
                one[part] = observance[part]
            zone.add_component(one)
    return zone
