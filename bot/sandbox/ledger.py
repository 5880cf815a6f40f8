"""What people really received: every message of the bot, as Discord showed it, to whom and when.

It listens where Discord would speak: posts and direct messages come from the gateway, private answers from
the simulated clients. Nothing here looks into the bot or its database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import discord
from simcord import MemberActor
from simcord.backend import serializers
from simcord.enums import ChannelType

from bot.sandbox.simulation import Simulation

LOADING = 1 << 7
"""Discord's flag of a private answer that still says “thinking…”."""


class Way(StrEnum):
    """How words reached somebody."""

    DM = "dm"
    PRIVATE = "private"
    OFFICE = "office"
    CHANNEL = "channel"
    THREAD = "thread"
    ROOM = "room"
    """A private thread, read by those who are in it."""

    @property
    def is_public(self) -> bool:
        """Whether every member of the server can read it."""
        return self in (Way.CHANNEL, Way.THREAD)


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it stood at one moment. ``reader`` is None where many read it.

    ``everything`` is all that came over the wire, files included; ``lines`` is what one reads.
    """

    at: datetime
    way: Way
    reader: int | None
    message_id: int
    is_edit: bool
    lines: tuple[str, ...]
    buttons: tuple[tuple[str, ...], ...]
    files: tuple[str, ...]
    everything: str

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Ledger:
    """The record of one simulation, in the order in which people read."""

    def __init__(self, sim: Simulation, ordinary: MemberActor) -> None:
        self._sim = sim
        self._ordinary = ordinary
        self._private: dict[int, str] = {}
        self.heard: list[Heard] = []
        sim.env.backend.subscribers.append(self._listen)

    def __iter__(self) -> Iterator[Heard]:
        return iter(self.heard)

    def read_by(self, reader: int) -> list[Heard]:
        """What one person alone was told."""
        return [each for each in self.heard if each.reader == reader]

    def public(self) -> list[Heard]:
        return [each for each in self.heard if each.way.is_public]

    def names_of_places(self) -> list[str]:
        """Names and topics of channels and threads, which everybody reads too."""
        channels = self._sim.env.backend.channels.values()
        return [text for channel in channels for text in (channel.name, channel.topic) if text]

    def look(self) -> None:
        """Take down the private answers that are new or say something new; call it after every act."""
        backend = self._sim.env.backend
        for of_channel in backend.messages.values():
            for message in of_channel.values():
                if not message.is_ephemeral or message.flags & LOADING:
                    continue
                payload = dict(serializers.message_payload(backend, message))
                wire = self._everything(payload)
                before = self._private.get(message.id)
                if wire != before:
                    self._private[message.id] = wire
                    asked = (message.interaction_metadata or {})["user"]["id"]
                    self._note(payload, Way.PRIVATE, int(asked), is_edit=before is not None)

    def _listen(self, event: str, payload: Mapping[str, Any]) -> None:
        if event not in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            return
        backend = self._sim.env.backend
        if int(payload["author"]["id"]) != backend.bot_user.id:
            return
        channel = backend.get_channel(int(payload["channel_id"]))
        is_edit = event == "MESSAGE_UPDATE"
        if channel.guild_id is None:
            self._note(payload, Way.DM, channel.recipient_ids[0], is_edit=is_edit)
        elif channel.type == ChannelType.PRIVATE_THREAD:
            self._note(payload, Way.ROOM, None, is_edit=is_edit)
        elif not self._everybody_reads(channel.guild_id, channel.id):
            self._note(payload, Way.OFFICE, None, is_edit=is_edit)
        else:
            self._note(payload, Way.THREAD if channel.is_thread else Way.CHANNEL, None, is_edit=is_edit)

    def _everybody_reads(self, guild_id: int, channel_id: int) -> bool:
        allowed = self._sim.env.backend.compute_permissions(guild_id, self._ordinary.id, channel_id)
        return discord.Permissions(allowed).view_channel

    def _note(self, payload: Mapping[str, Any], way: Way, reader: int | None, *, is_edit: bool) -> None:
        self.heard.append(
            Heard(
                at=self._sim.hands(),
                way=way,
                reader=reader,
                message_id=int(payload["id"]),
                is_edit=is_edit,
                lines=tuple(_lines(payload)),
                buttons=tuple(_buttons(payload)),
                files=tuple(file["filename"] for file in payload.get("attachments") or []),
                everything=self._everything(payload),
            )
        )

    def _everything(self, payload: Mapping[str, Any]) -> str:
        cdn = self._sim.env.backend.cdn
        files = [cdn.get(file["url"]) or b"" for file in payload.get("attachments") or []]
        shown = {key: payload.get(key) for key in ("content", "embeds", "components", "attachments")}
        wire = json.dumps(shown, ensure_ascii=False, default=str)
        # calendar files fold their lines (RFC 5545, 3.1), which would hide a long word from a scan
        return "\n".join([wire, *(file.decode(errors="replace").replace("\r\n ", "") for file in files)])


def _lines(payload: Mapping[str, Any]) -> Iterable[str]:
    if payload.get("content"):
        yield from str(payload["content"]).split("\n")
    for embed in payload.get("embeds") or []:
        for key in ("title", "description"):
            if embed.get(key):
                yield from str(embed[key]).split("\n")
        for field in embed.get("fields") or []:
            yield f"▪ {field['name']}"
            yield from (f"  {line}" for line in str(field["value"]).split("\n"))
        if embed.get("footer"):
            yield str(embed["footer"]["text"])


def _buttons(payload: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    for row in payload.get("components") or []:
        parts = row.get("components") or []
        labels = [
            part.get("label") or (f"{part['placeholder']} ▾" if part.get("placeholder") else "")
            for part in parts
        ]
        if shown := tuple(label for label in labels if label):
            yield shown
