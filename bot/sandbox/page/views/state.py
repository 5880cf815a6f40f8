"""Everything that the page shows to one person at one moment."""

from __future__ import annotations

from typing import Any

from simcord import ChannelHandle

from bot.i18n import _n
from bot.sandbox.page.guide import Guide
from bot.sandbox.page.problems import sentence_of
from bot.sandbox.page.views import forms, mails, people, places, server_events
from bot.sandbox.page.views.eyes import Eyes

LONGEST_OUTLOOK = 12


def state(eyes: Eyes, place: ChannelHandle, guide: Guide) -> dict[str, Any]:
    """What `GET /api/state` answers; the shapes are in the page's own modules (``static/``)."""
    town = eyes.town
    opened = town.forms.get(eyes.person.id)
    return {
        "revision": town.changes.revision,
        "lang": town.lang,
        "hub": eyes.guild.name,
        "me": people.person(eyes, eyes.person.id),
        "at": str(place.id),
        "clock": _clock(eyes),
        "groups": places.groups(eyes),
        "place": places.open_place(eyes, place),
        "people": people.groups(eyes),
        "events": server_events.server_events(eyes),
        "form": forms.form(eyes, opened) if opened is not None else None,
        "mail": mails.box(eyes),
        "outlook": _outlook(eyes),
        "tour": guide.shown(),
        "trouble": sentence_of(town.trouble).to(town.lang) if town.trouble is not None else None,
    }


def _clock(eyes: Eyes) -> dict[str, Any]:
    due = eyes.town.passing.next_due()
    return {
        "text": eyes.moment(eyes.now),
        "busy": eyes.town.is_busy,
        "next": eyes.moment(due) if due is not None else None,
    }


def _outlook(eyes: Eyes) -> list[dict[str, str]]:
    """What the bot will do by itself, the soonest first."""
    coming = [line for line in eyes.town.passing.outlook if line.due_at > eyes.now]
    return [
        {
            "when": eyes.moment(line.due_at),
            "relative": eyes.moment(line.due_at, "R"),
            "what": line.title if isinstance(line.title, str) else eyes.words(line.title),
            "whom": eyes.words(_n("{count} notice", "{count} notices", count=line.count)),
        }
        for line in coming[:LONGEST_OUTLOOK]
    ]
