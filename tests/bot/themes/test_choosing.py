"""A session takes its theme from a proposed seed; announced, its event is linked to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.seeds.rules import SeedState, SupportKind
from bot.seeds.seed import Seed
from bot.series.rules import NoSuchSession, SessionIsSkipped
from bot.themes.models import SessionSeedRow
from bot.themes.rules import NoLongerACandidate
from tests.bot.series.room import TEMPLATE
from tests.bot.themes.round_table import AUTHOR, RoundTable


async def test_candidates_are_proposed_public_and_free(table: RoundTable) -> None:
    await table.start()
    seeds = [await table.seed(f"種{number}", account=AUTHOR + number) for number in range(5)]
    assert await table.offered() == []
    assert (await table.lines("session"))[0].others[0].choice == "announce"
    for seed in seeds:
        await table.propose(seed)
        table.hands.move(timedelta(days=1))
    assert await table.offered() == [5, 4, 3, 2, 1], "the newest proposal first"
    assert (await table.lines("session"))[0].others[0].choice == "seeds"
    await table.move(5, SeedState.ARCHIVED)
    await table.hub.seeds.authors.withdraw(table.community_id, 4, AUTHOR + 3)
    await table.link(seeds[2], await table.announce())
    await table.choose(seeds[1], 2)
    assert await table.offered() == [1]
    assert await table.offered(2) == [2, 1], "its own choice stays among them"
    with pytest.raises(NoLongerACandidate):
        await table.choose(seeds[1])
    with pytest.raises(NoSuchSession):
        await table.choose(seeds[0], 99)


async def test_whom_it_is_about_is_not_counted(table: RoundTable) -> None:
    await table.start()
    await table.propose(await table.seed())
    await support(table, 1, "me_too", 1, 2)
    await support(table, 1, "affected", 3)
    choice = await table.hub.theme_choices.offered(table.community_id, 1)
    assert [each.people for each in choice.candidates] == [2]


async def support(table: RoundTable, seed_id: int, kind: str, *people: int) -> None:
    for person in people:
        await table.hub.seeds.supporters.support(
            table.community_id, seed_id, person, f"人{person}", SupportKind(kind)
        )


async def chosen(table: RoundTable, title: str = "通学路が暗い") -> Seed:
    await table.start()
    seed = await table.propose(await table.seed(title))
    await table.choose(seed)
    return seed


async def test_the_title_becomes_the_theme_and_the_event_is_linked(table: RoundTable) -> None:
    seed = await chosen(table)
    assert (await table.drafts())[0].form["title"] == "第12回 情報交換会「通学路が暗い」"
    assert await table.links(seed) == [], "nobody has been told yet"
    await table.hub.sessions.set_theme(table.community_id, 1, "夜道を歩く")
    event = await table.announce_session()
    assert event.title == "第12回 情報交換会「夜道を歩く」", "the words can still be changed"
    assert await table.links(seed) == [("theme", event.id)]
    assert "課題の種から：#1 通学路が暗い" in await table.event_card(event.id)
    assert await table.offered(2) == [], "it is the theme of a coming meeting"
    assert await table.count(SessionSeedRow) == 0


async def test_another_choice_takes_the_place_and_letting_go_keeps_the_words(table: RoundTable) -> None:
    await chosen(table)
    second = await table.propose(await table.seed("空き家", account=AUTHOR + 1))
    await table.choose(second)
    assert (await table.sessions())[0].theme == "空き家"
    await table.hub.theme_choices.let_go(table.community_id, 1)
    event = await table.announce_session()
    assert event.title == "第12回 情報交換会「空き家」"
    assert await table.links(second) == []


async def test_no_theme_no_link(table: RoundTable) -> None:
    seed = await chosen(table)
    await table.hub.sessions.set_theme(table.community_id, 1, "")
    await table.announce_session()
    assert await table.links(seed) == []


@pytest.mark.parametrize("by_deleting", [True, False])
async def test_a_theme_goes_with_its_seed_while_nobody_knows_of_it(
    table: RoundTable, by_deleting: bool
) -> None:
    rare = "藪椿小路の灯り"
    seed = await chosen(table, rare)
    authors = table.hub.seeds.authors
    await (authors.delete if by_deleting else authors.withdraw)(table.community_id, seed.id, AUTHOR)
    assert rare in (await table.drafts())[0].form["title"], "the scanner finds the word"
    await table.hub.theme_choices.settle()
    assert rare not in str(await table.drafts()) + str(await table.sessions())
    assert (await table.sessions())[0].theme is None
    event = await table.announce_session()
    assert rare not in await table.event_card(event.id)


async def test_a_seed_withdrawn_before_the_announcement_is_not_linked(table: RoundTable) -> None:
    seed = await chosen(table)
    await table.hub.seeds.authors.withdraw(table.community_id, seed.id, AUTHOR)
    event = await table.announce_session()
    assert await table.links(seed) == []
    assert "課題の種から" not in await table.event_card(event.id)


async def test_a_fault_in_one_session_is_logged_and_stops_nothing(
    table: RoundTable, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_args: object) -> None:
        raise RuntimeError("boom")

    rare = "藪椿小路の灯り"
    seed = await chosen(table, rare)
    await table.hub.seeds.authors.withdraw(table.community_id, seed.id, AUTHOR)
    with monkeypatch.context() as broken:
        broken.setattr(table.hub.theme_choices, "_take_theme_away", fails)
        await table.hub.theme_choices.settle()
    assert "session 1" in caplog.text
    assert rare in (await table.drafts())[0].form["title"]
    await table.hub.theme_choices.settle()
    assert rare not in (await table.drafts())[0].form["title"]


async def test_a_skipped_session_takes_no_theme_and_a_deleted_series_takes_its_choice_along(
    table: RoundTable,
) -> None:
    seed = await chosen(table)
    await table.hub.sessions.skip(table.community_id, 1)
    with pytest.raises(SessionIsSkipped):
        await table.choose(seed)
    table.go_to("2026-12-20")
    await table.hub.theme_choices.settle()
    assert await table.offered(2) == [seed.id], "a session that is over holds no seed back"


async def test_a_course_has_no_drafts_and_is_linked_within_the_minute(table: RoundTable) -> None:
    here, hub = table.community_id, table.hub
    shown = await hub.series.write(
        here, 1, "事務局", title="庭の講座", rule="毎週木曜 19:00-20:30", form=TEMPLATE
    )
    await hub.course_room.make(here, shown.series.id, sessions="3", priority="")
    sessions = (await hub.series.start(here, shown.series.id)).sessions
    seed = await table.propose(await table.seed())
    await table.choose(seed, sessions[1].id)
    await hub.course_room.announce(here, shown.series.id)
    await hub.theme_choices.settle()
    assert await table.links(seed) == [("theme", (await table.sessions())[1].event_id)]
