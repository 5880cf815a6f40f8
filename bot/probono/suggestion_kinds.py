"""The kinds of notices around suggestions; the texts are in `suggestion_notices`."""

from __future__ import annotations

ASK = "probono.ask"
ASK_REMINDER = "probono.ask_reminder"
TAKEN = "probono.taken"
RELEASED = "probono.released"
LOOKING_ON = "probono.looking_on"
FOUND = "probono.found"
FOUND_REMINDER = "probono.found_reminder"
NOT_MEETING = "probono.not_meeting"
INTRODUCTION = "probono.introduction"
PROVISIONAL = "probono.provisional"
AGREED = "probono.agreed"
DATE = "probono.date"
DATE_REMINDER = "probono.date_reminder"
MILESTONE = "probono.milestone"
ENDED = "probono.ended"
RENEWED = "probono.renewed"
THANKS = "probono.thanks"

WAITING = (ASK, ASK_REMINDER, FOUND, FOUND_REMINDER)
"""What is no longer needed when the question they ask was answered or taken back."""
EVERYTHING = (*WAITING, DATE_REMINDER, MILESTONE)
"""What is no longer needed when a suggestion has ended."""
