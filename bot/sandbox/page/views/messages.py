"""Messages as one person reads them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import discord
from simcord import ChannelHandle

from bot.clock import format_date, format_time
from bot.i18n import _, joined
from bot.sandbox.page.views import people
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.files import File, file
from bot.sandbox.page.views.markdown import Nodes, read, read_line
from bot.sandbox.page.views.parts import colour_of, parts
from bot.sandbox.scenes import TOKYO

MOST = 60
"""Messages shown of one place; Discord's clients load about as many at first."""
QUOTED = 80
ATTACHED = "attachment://"

Shown = dict[str, Any]


def messages(eyes: Eyes, place: ChannelHandle) -> tuple[list[Shown], bool]:
    """The newest messages of the place, oldest first, and whether there are more before them."""
    history = eyes.history(place)
    has_menu = place.guild is not None
    return [message(eyes, place, each, has_menu=has_menu) for each in history[-MOST:]], len(history) > MOST


def message(eyes: Eyes, place: ChannelHandle, shown: discord.Message, *, has_menu: bool) -> Shown:
    """One message with everything on it."""
    lang = eyes.town.lang
    return {
        "id": str(shown.id),
        "author": people.person(eyes, shown.author.id),
        "day": format_date(shown.created_at, TOKYO, lang),
        "time": format_time(shown.created_at, TOKYO, lang),
        "edited": shown.edited_at is not None and not shown.flags.ephemeral,
        "pinned": shown.pinned,
        "private": shown.flags.ephemeral,
        "thinking": shown.flags.loading,
        "system": _system(eyes, shown),
        "reply": _reply(eyes, shown),
        "body": read(shown.content, eyes.names),
        "embeds": [_embed(eyes, place, shown, each) for each in shown.embeds],
        "parts": parts(eyes, [dict(each.to_dict()) for each in shown.components]),
        "files": _files(eyes, place, shown),
        "thread": _thread(eyes, place, shown),
        "menu": has_menu and not shown.flags.ephemeral and not shown.is_system(),
    }


def _system(eyes: Eyes, shown: discord.Message) -> str | None:
    """The line of a message that Discord writes by itself."""
    if not shown.is_system():
        return None
    name = eyes.names.users.get(shown.author.id, "")
    match shown.type:
        case discord.MessageType.thread_created:
            return eyes.words(_("{name} started a thread: {thread}", name=name, thread=shown.content))
        case discord.MessageType.pins_add:
            return eyes.words(_("{name} pinned a message here.", name=name))
        case discord.MessageType.recipient_add:
            added = (eyes.names.users.get(each.id, "") for each in shown.mentions)
            return eyes.words(_("{name} added {others}.", name=name, others=joined(*added)))
        case _:
            return shown.system_content


def _reply(eyes: Eyes, shown: discord.Message) -> dict[str, str] | None:
    answered = shown.reference.resolved if shown.reference is not None else None
    if not isinstance(answered, discord.Message) or shown.type is not discord.MessageType.reply:
        return None
    author = eyes.names.users.get(answered.author.id, answered.author.name)
    return {"author": author, "text": answered.content[:QUOTED]}


def _embed(eyes: Eyes, place: ChannelHandle, shown: discord.Message, embed: discord.Embed) -> dict[str, Any]:
    names = eyes.names
    return {
        "title": read_line(embed.title, names) if embed.title else None,
        "url": embed.url,
        "body": read(embed.description or "", names),
        "fields": [
            {
                "name": _line(eyes, each.name),
                "value": read(each.value or "", names),
                "inline": bool(each.inline),
            }
            for each in embed.fields
        ],
        "footer": embed.footer.text,
        "author": embed.author.name,
        "image": _picture(eyes, place, shown, embed.image.url),
        "thumbnail": _picture(eyes, place, shown, embed.thumbnail.url),
        "colour": colour_of(embed.colour.value if embed.colour is not None else None),
    }


def _line(eyes: Eyes, text: str | None) -> Nodes:
    return read_line(text or "", eyes.names)


def _picture(eyes: Eyes, place: ChannelHandle, shown: discord.Message, url: str | None) -> str | None:
    """Where the page loads a picture that came with the message; pictures from elsewhere are not loaded."""
    for number, attached in enumerate(shown.attachments):
        if url in (attached.url, ATTACHED + attached.filename):
            return file_url(eyes, place, shown.id, number)
    return None


def _files(eyes: Eyes, place: ChannelHandle, shown: discord.Message) -> list[File]:
    """What can be downloaded; a picture that stands in an embed is not listed again."""
    in_embeds = {embed.image.url for embed in shown.embeds} | {embed.thumbnail.url for embed in shown.embeds}
    return [
        file(eyes, each.filename, octets_of(eyes, each), file_url(eyes, place, shown.id, number))
        for number, each in enumerate(shown.attachments)
        if each.url not in in_embeds and ATTACHED + each.filename not in in_embeds
    ]


def octets_of(eyes: Eyes, attached: discord.Attachment) -> bytes:
    return eyes.backend.cdn.get(attached.url) or b""


def file_url(eyes: Eyes, place: ChannelHandle, message_id: int, number: int) -> str:
    """The path under which the page's server gives the file out to this person."""
    asked = {"me": eyes.person.id, "at": place.id, "message": message_id, "number": number}
    return f"/file?{urlencode(asked)}"


def _thread(eyes: Eyes, place: ChannelHandle, shown: discord.Message) -> dict[str, str] | None:
    """The thread that hangs on this message; Discord gives both the same id."""
    thread = next((each for each in eyes.threads(place) if each.id == shown.id), None)
    if thread is None:
        return None
    count = len(eyes.history(thread))
    return {"id": str(thread.id), "name": thread.name or "", "count": str(count)}
