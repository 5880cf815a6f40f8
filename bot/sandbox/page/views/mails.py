"""The mail box: every mail that left the bot, whoever it was for."""

from __future__ import annotations

from typing import Any

from bot.sandbox.page.post_office import CaughtMail
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.files import file

SHOWN_HEADERS = 40


def box(eyes: Eyes) -> dict[str, Any]:
    """All mails, the newest first."""
    post = eyes.town.post
    return {
        "unread": sum(not each.is_read for each in post.mails),
        "failing": post.is_failing,
        "mails": [_line(eyes, each) for each in reversed(post.mails)],
    }


def mail(eyes: Eyes, caught: CaughtMail) -> dict[str, Any]:
    """One mail with everything in it."""
    message = caught.message
    return {
        "id": str(caught.number),
        "from": str(message["From"] or ""),
        "to": _to(caught),
        "subject": str(message["Subject"] or ""),
        "time": eyes.moment(caught.at),
        "text": caught.text,
        "has_html": bool(caught.html),
        "files": [
            file(eyes, name, octets, f"/mail/{caught.number}/{number}")
            for number, (name, octets) in enumerate(caught.attachments())
        ],
        "headers": [{"name": name, "value": str(value)} for name, value in message.items()][:SHOWN_HEADERS],
    }


def _line(eyes: Eyes, caught: CaughtMail) -> dict[str, Any]:
    return {
        "id": str(caught.number),
        "to": _to(caught),
        "subject": str(caught.message["Subject"] or ""),
        "time": eyes.moment(caught.at),
        "unread": not caught.is_read,
    }


def _to(caught: CaughtMail) -> str:
    return str(caught.message["To"] or ", ".join(caught.recipients))
