"""/privacy: what is stored, who sees it, a copy, and the end of it."""

from __future__ import annotations

import json

import pytest
from simcord import InteractionResult, MemberActor

from tests.cogs.events.scenes import announce
from tests.kit.world import World, labels


async def copy_of(world: World, shown: InteractionResult) -> dict[str, object]:
    """The file under an answer."""
    assert shown.response is not None
    (file,) = shown.response.attachments
    assert file.filename == "my-data-2026-11-02.json"
    raw = await file.read()
    assert b"\\u" not in raw, "a person can read it in any editor"
    return json.loads(raw.decode("utf-8"))


async def open_privacy(world: World, person: MemberActor) -> InteractionResult:
    return await world.press(person, await world.slash(person, "home"), "My data")


async def test_who_only_looks_reads_that_nothing_is_stored(world: World) -> None:
    await world.set_up()
    haru = world.person("はる")
    for shown in (await open_privacy(world, haru), await world.slash(haru, "privacy")):
        assert "Nothing is stored about you" in world.read(shown)
        assert "about two weeks" in world.read(shown)
        assert labels(shown) == []


async def test_a_person_sees_takes_away_and_deletes_what_is_theirs(world: World) -> None:
    await world.set_up()
    event = await announce(world, title="**太い**会")
    haru, midori = world.people("*はる*", "みどり")
    for each in (haru, midori):
        await world.press(each, world.card(), f"rsvp:{event.id}:venue")
    shown = await open_privacy(world, haru)
    said = world.read(shown)
    assert "Display name: \\*はる\\*" in said
    assert "Answers to events: 1 entry" in said
    for who in ("Other members", "The office", "Whoever runs the machine"):
        assert who in said
    copy = await copy_of(world, await world.press(haru, shown, "Download my data"))
    assert copy["About me"]["Display name"] == "*はる*"  # pyright: ignore[reportIndexIssue]
    assert copy["Answers to events"][0]["Event"] == "**太い**会"  # pyright: ignore[reportIndexIssue]
    assert "みどり" not in json.dumps(copy, ensure_ascii=False)

    asked = await world.press(haru, shown, "Forget me")
    assert "Thu 17 Dec 2026, 19:00 “\\*\\*太い\\*\\*会” (Venue)" in world.read(asked)
    await world.press(haru, asked, "Stop")
    assert "Nothing was changed" in world.read(asked)
    assert await world.hub.rsvps.mine(haru.guild.id, haru.id)

    asked = await world.press(haru, shown, "Forget me")
    await world.press(haru, asked, "Delete everything")
    assert "is deleted" in world.read(asked)
    assert (await world.hub.members.who(haru.guild.id, haru.id))[1] is None
    for button in ("Forget me", "Download my data"):  # an old panel is still on the screen
        assert "Nothing is stored" in world.read(await world.press(haru, shown, button))
    assert (await world.hub.members.who(midori.guild.id, midori.id))[1] is not None

    answered = await world.press(haru, world.card(), f"rsvp:{event.id}:venue")
    assert "You have a seat" in world.read(answered)


async def test_only_places_that_can_still_be_given_up_are_named(world: World) -> None:
    await world.set_up()
    event = await announce(world)
    haru, midori = world.people("はる", "みどり")
    await world.press(haru, world.card(), f"rsvp:{event.id}:venue")
    await world.press(midori, world.card(), f"rsvp:{event.id}:declined")
    said = world.read(await world.press(midori, await world.slash(midori, "privacy"), "Forget me"))
    assert "You give up" not in said
    await world.move_to(event.starts_at)
    said = world.read(await world.press(haru, await world.slash(haru, "privacy"), "Forget me"))
    assert "You give up" not in said


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", ("わたしの情報", "お名前（表示名）：はる", "控えを受け取る")), ("en", ("My data in",))],
)
async def test_it_speaks_the_persons_language(world: World, lang: str, words: tuple[str, ...]) -> None:
    await world.set_up()
    haru = world.person("はる")
    await world.hub.members.set_language(haru.guild.id, haru.id, "はる", lang)
    shown = await world.slash(haru, "privacy")
    said = world.read(shown) + "\n".join(labels(shown))
    for word in words:
        assert word in said
