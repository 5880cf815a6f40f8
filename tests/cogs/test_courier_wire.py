"""What the courier puts on the wire, and who is rung by it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.i18n import Text
from bot.outbox.couriers import (
    TryLater,
)
from bot.outbox.notice import Action, Attachment, Notice
from cogs.courier import DiscordCourier
from cogs.shared import renderers
from tests.kit.letters import (
    CARD,
    GUILD_ID,
    KEPT_DM,
    OPEN_DM,
    POST,
    ROLE,
    USER,
    Wire,
    notice,
    person,
    place,
)
from tests.kit.loopback import Loopback, loopback_client


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Loopback, DiscordCourier]]:
    async with loopback_client(monkeypatch) as (server, client):
        yield server, DiscordCourier(client)


async def test_a_repeated_send_carries_the_same_nonce(wire: Wire) -> None:
    server, courier = wire
    server.trouble("POST", POST, 503, code=0)
    with pytest.raises(TryLater):
        await courier.send(person(), notice(), nonce="d42")
    await courier.send(person(), notice(), nonce="d42")
    first, second = server.sent()
    assert first.json == second.json
    assert (second.json["nonce"], second.json["enforce_nonce"]) == ("d42", True)


async def test_a_direct_message_opens_its_channel_once(wire: Wire) -> None:
    server, courier = wire
    opened = await courier.send(person(None), notice(), nonce="d1")
    assert [each.path for each in server.requests] == [OPEN_DM, f"/channels/{opened.channel_id}/messages"]
    again = await courier.send(person(opened.channel_id), notice(), nonce="d2")
    assert (again.channel_id, len(server.sent(OPEN_DM))) == (opened.channel_id, 1)


async def test_a_kept_channel_that_is_gone_is_opened_anew(wire: Wire) -> None:
    server, courier = wire
    server.trouble("POST", f"/channels/{KEPT_DM}/messages", 404, code=10003)
    receipt = await courier.send(person(), notice(), nonce="d1")
    assert receipt.channel_id != KEPT_DM
    assert {each.json["nonce"] for each in server.sent()} == {"d1"}


NASTY = "@everyone @here <@1> <@&400000000000000001> [x](https://a.example) [y](https://b.example) **b**"


@pytest.mark.parametrize(
    ("ring", "mentions", "last_line", "allowed"),
    [
        (None, (), None, {"parse": [], "users": [], "roles": []}),
        ("here", (), "@here", {"parse": ["everyone"], "users": [], "roles": []}),
        (f"role:{ROLE}", (), f"<@&{ROLE}>", {"parse": [], "users": [], "roles": [str(ROLE)]}),
        (f"role:{GUILD_ID}", (), None, {"parse": [], "users": [], "roles": []}),
        (None, (11, 12, 11), "<@11> <@12>", {"parse": [], "users": ["11", "12"], "roles": []}),
    ],
)
async def test_only_the_meant_are_rung(
    wire: Wire, ring: str | None, mentions: tuple[int, ...], last_line: str | None, allowed: dict[str, Any]
) -> None:
    server, courier = wire
    await courier.send(place(mentions=mentions), notice(NASTY, NASTY, ring=ring), nonce="d1")
    sent = server.sent()[0].json
    assert sent["allowed_mentions"] == allowed
    lines = sent["content"].split("\n")
    assert lines[2:] == ([] if last_line is None else [last_line])
    for line in lines[:2]:
        assert "@everyone" not in line
        assert "@here" not in line
        assert f"<@&{ROLE}>" not in line
        assert line.count("\\[") == line.count("[") == 2
        assert "**" not in line


async def test_a_layout_that_forgets_to_escape_rings_nobody(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, courier = wire

    def sloppy(notice: Notice, *, lang: str, **_more: Any) -> renderers.MessageParts:
        return renderers.MessageParts(notice.subject.to(lang))

    monkeypatch.setattr(renderers, "_renderers", dict(renderers._renderers))
    renderers.register("sloppy", sloppy)
    await courier.send(place(), notice(NASTY, ring="here", layout="sloppy"), nonce="d1")
    first, last = server.sent()[0].json["content"].split("\n")
    assert last == "@here"
    assert "**b**" in first  # it did not escape
    assert "@everyone" not in first
    assert "@here" not in first


async def test_nobody_is_rung_by_a_direct_message_or_an_edit(wire: Wire) -> None:
    server, courier = wire
    await courier.send(person(), notice(NASTY, ring="here"), nonce="d1")
    await courier.edit(place(mentions=(11,)), CARD, notice(NASTY, ring="here"))
    assert [each.json["allowed_mentions"] for each in server.requests] == [{"parse": []}] * 2


async def test_at_most_forty_people_are_named(wire: Wire) -> None:
    server, courier = wire
    many = tuple(range(USER, USER + 60))
    long = "長い" * 900
    await courier.send(place(mentions=many), notice("題", long, long), nonce="d1")
    sent = server.sent()[0].json
    assert sent["allowed_mentions"]["users"] == [str(user) for user in many[:40]]
    first, last = sent["content"].split("\n")
    assert (first, last) == ("題", " ".join(f"<@{user}>" for user in many[:40]))
    assert sent["embeds"][0]["description"] == f"{long}\n{long}"


@pytest.mark.parametrize("paragraphs", [(), ("あ" * 3000,), ("*" * 3000, "😀" * 3000), ("短い",)])
async def test_whatever_is_written_fits(wire: Wire, paragraphs: tuple[str, ...]) -> None:
    server, courier = wire
    for subject in ("題", "_" * 1500, "😀" * 2500):
        await courier.send(place(), notice(subject, *paragraphs, ring="here"), nonce="d1")
    for each in server.sent():
        assert len(each.json["content"]) <= 2000
        assert each.json["content"].endswith("\n@here")
        for embed in each.json.get("embeds", []):
            assert 0 < len(embed["description"]) <= 4096


async def test_the_first_line_names_the_community_and_stays_one_line(wire: Wire) -> None:
    server, courier = wire
    await courier.send(person(), notice("席が\n空きました", "18時に開きます", "お待ちしています"), nonce="d1")
    expected = "〈みどり町ハブ〉席が 空きました\n18時に開きます\nお待ちしています"
    assert server.sent()[0].json["content"] == expected


async def test_buttons_say_all_in_their_id_and_leave_no_listener(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with loopback_client(monkeypatch) as (server, client):
        actions = (
            Action("rsvp", 12, "venue", Text("V" * 90), "primary"),
            Action("event", 12, "details", Text("Details")),
        )
        await DiscordCourier(client).send(place(), notice(actions=actions), nonce="d1")
        row = server.sent()[0].json["components"][0]["components"]
        assert [(each["custom_id"], each["style"]) for each in row] == [
            ("rsvp:12:venue", 1),
            ("event:12:details", 2),
        ]
        assert len(row[0]["label"]) == 80
        assert client.persistent_views == []


async def test_a_file_travels_with_its_name(wire: Wire) -> None:
    server, courier = wire
    files = (Attachment("meeting.ics", b"BEGIN:VCALENDAR", "text/calendar"),)
    await courier.send(person(), notice(attachments=files), nonce="d1")
    await courier.edit(place(), CARD, notice(attachments=files))
    assert [each.files for each in server.requests] == [("meeting.ics",)] * 2


async def test_an_edit_leaves_nothing_of_the_old_message(wire: Wire) -> None:
    server, courier = wire
    await courier.edit(place(thread_id=77), CARD, notice("新しい"))
    edit = server.requests[0]
    assert edit.path == f"/channels/77/messages/{CARD}"
    kept = {key: edit.json[key] for key in ("content", "embeds", "components", "attachments")}
    assert kept == {"content": "新しい", "embeds": [], "components": [], "attachments": []}
