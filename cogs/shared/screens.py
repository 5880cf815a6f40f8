"""Screens that one feature shows and another one opens; features do not import each other.

A feature registers a screen when its cog is set up; whoever wants it shown names it:

    screens.register(screens.DRAFT_PREVIEW, show_preview)        # cogs.events
    await screens.show(screens.DRAFT_PREVIEW, press, draft)      # cogs.admin
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from cogs.shared.press import Press

Show = Callable[..., Awaitable[None]]

DRAFT_PREVIEW = "draft_preview"
"""Facts: a `bot.events.drafts.Draft`. The private preview with [Announce this]."""
EVENT_ANNOUNCED = "event_announced"
"""Facts: a `bot.events.rules.Event`. In the place of the pressed panel: it was announced, and where."""
SESSION_PANEL = "session_panel"
"""Facts: a session's id and what to say above. One session of a series, in the place of the pressed panel."""
CHECK_IN = "check_in"
"""Fact: an event's id. Check-in as this reader may use it."""
EVENT_RECORD = "event_record"
"""Fact: an event's id. The record of a meeting that is over, for staff."""
EVENT_EXPORT = "event_export"
"""Fact: an event's id. The participants as a file, for staff."""
MY_QUESTIONS = "my_questions"
"""No facts. Below another answer: this person's last questions to the office, if there are any."""
RECEIPT_KEY = "receipt_key"
"""Facts: a `bot.seeds.sealing.ReceiptKey` and a headline. The only time the new key of a seed is shown."""
ASK_OFFICE = "ask_office"
"""No facts. The form for a question to the office; the press must open a form."""
ANONYMOUS_QUESTION = "anonymous_question"
"""Fact: what somebody asks the office without a name."""
SEED_SETTINGS = "seed_settings"
"""Fact: what [Back] shows. How this server takes seeds, for those who manage it."""
PROBONO_SETTINGS = "probono_settings"
"""Fact: what [Back] shows. Private threads and targets of probono, for the office."""
REMINDERS = "reminders"
"""No facts. What this person wants to be told, by which way, at which hours."""

_screens: dict[str, Show] = {}


def register(name: str, show: Show) -> None:
    """From now on ``show(press, *facts)`` answers whoever asks for this screen."""
    _screens[name] = show


async def show(name: str, press: Press, *facts: object) -> None:
    """Answer the press with a screen of another feature; LookupError if nobody registered it."""
    await _screens[name](press, *facts)
