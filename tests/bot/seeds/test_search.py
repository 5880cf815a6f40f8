"""Finding seeds: who sees what, filters, pages, suggestions, words that mean the same."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import UserError
from bot.seeds.rules import PUBLIC, SeedState
from bot.seeds.search_rules import PER_PAGE, NoSuchCategory, Order, Page, TooManyWords
from bot.seeds.seed import NoSuchSeed
from bot.seeds.synonyms import (
    USUAL,
    SynonymsUnclear,
    SynonymTwice,
    TooManySynonyms,
    read_groups,
    spellings,
    written_out,
)
from tests.bot.seeds.garden import Garden
from tests.kit.meetings import COMMUNITY, NOON, Meetings

UNIQUE = "藪椿之介"


def ids(page: Page) -> list[int]:
    return [each.id for each in page.found]


async def everywhere(meetings: Meetings, words: str, *, is_staff: bool = False) -> set[int]:
    """Every seed that a reader meets with these words, on whatever way."""
    search = meetings.hub.seed_search
    found: set[int] = set()
    for order in Order:
        found |= set(ids(await search.search(COMMUNITY, words, is_staff=is_staff, order=order)))
        found |= set(ids(await search.search(COMMUNITY, "", is_staff=is_staff, order=order)))
    found |= {each.id for each in await search.suggest(COMMUNITY, words, is_staff=is_staff)}
    found |= {each.id for each in await search.suggest(COMMUNITY, "", is_staff=is_staff)}
    if not is_staff:
        found |= {each.id for each in await search.similar(COMMUNITY, words, words)}
    for seed_id in range(1, 40):
        found |= {each.id for each in await search.suggest(COMMUNITY, f"#{seed_id}", is_staff=is_staff)}
        with suppress(NoSuchSeed):
            found.add((await search.one(COMMUNITY, seed_id, is_staff=is_staff))[0].id)
    return found


async def test_members_find_what_is_published_for_everyone_and_nothing_else(
    meetings: Meetings, garden: Garden
) -> None:
    public = {await garden.plant(UNIQUE, "夜", state=state.value) for state in SeedState if state in PUBLIC}
    shown = {
        await garden.plant(UNIQUE, "夜", state=state.value, published_at=None)
        for state in SeedState
        if state not in PUBLIC and state not in (SeedState.DELETED, SeedState.WITHDRAWN)
    }
    await garden.plant(UNIQUE, "夜", state="withdrawn")
    shown.add(await garden.plant(UNIQUE, "夜", readers="office"))
    shown.add(await garden.plant(UNIQUE, "夜", state="private"))
    await garden.plant(UNIQUE, "夜", state="deleted")
    await garden.plant(
        UNIQUE, "夜", state="received", published_at=None, shown_to_staff_at=NOON + timedelta(1)
    )
    await garden.other_community().plant(UNIQUE, "夜")
    assert await everywhere(meetings, UNIQUE) == public
    assert await everywhere(meetings, UNIQUE, is_staff=True) == public | shown


async def test_filters(meetings: Meetings, garden: Garden) -> None:
    search = meetings.hub.seed_search
    old = await garden.plant("孤立", published_at=datetime(2025, 12, 31, 14, 59, tzinfo=UTC))
    new = await garden.plant(
        "孤立", "あ", published_at=datetime(2025, 12, 31, 15, 0, tzinfo=UTC), state="dormant"
    )
    category = await garden.category("環境", old)
    theirs = await garden.other_community().category("環境")
    assert ids(await search.search(COMMUNITY, "孤立", year=2025)) == [old]
    assert ids(await search.search(COMMUNITY, "孤立", year=2026)) == [new]
    assert ids(await search.search(COMMUNITY, "", state=SeedState.DORMANT)) == [new]
    page = await search.search(COMMUNITY, "", category_id=category)
    assert [(each.id, each.categories) for each in page.found] == [(old, ("環境",))]
    with pytest.raises(NoSuchCategory):
        await search.search(COMMUNITY, "", category_id=theirs)
    with pytest.raises(TooManyWords):
        await search.search(COMMUNITY, "あ い う え お か き く け")
    assert await search.categories(COMMUNITY) == [(category, "環境")]


async def test_the_best_have_the_words_in_the_title_and_pages_miss_none(
    meetings: Meetings, garden: Garden
) -> None:
    search = meetings.hub.seed_search
    planted = await garden.plant_all([("孤立", "") if n % 3 == 0 else ("夜", "孤立する") for n in range(25)])
    titled = [each for n, each in enumerate(planted) if n % 3 == 0]
    wanted = [*reversed(titled), *(each for each in reversed(planted) if each not in titled)]
    pages = [await search.search(COMMUNITY, "孤立", page=number) for number in (1, 2, 3, 4)]
    assert [each for page in pages for each in ids(page)] == wanted
    assert [page.has_more for page in pages] == [True, True, True, False]
    assert {page.total for page in pages} == {25}
    newest = await search.search(COMMUNITY, "孤立", order=Order.NEWEST)
    assert ids(newest) == list(reversed(planted))[:PER_PAGE]


async def test_what_a_list_says_of_a_seed(meetings: Meetings, garden: Garden) -> None:
    search = meetings.hub.seed_search
    kept = await garden.plant(None, "はじめの行\nつぎに夜の孤立のこと")
    joined = await garden.plant("同じこと", "孤立", state="merged", merged_into_id=kept)
    people = [await garden.member(n, f"人{n}") for n in range(1, 7)]
    for person in people[:2]:
        await garden.support(kept, person, "me_too")
        await garden.support(joined, person, "can_help")
    await garden.support(joined, people[2], "me_too")
    for person in people[4:]:
        await garden.support(kept, person, "affected")
    by_id = {each.id: each for each in (await search.search(COMMUNITY, "孤立")).found}
    assert by_id[kept].title == "はじめの行"
    assert (by_id[kept].excerpt.before, by_id[kept].excerpt.hit) == ("はじめの行 つぎに夜の", "孤立")
    assert by_id[kept].supporters == 3, "two whom it is about would point at somebody"
    into = by_id[joined].merged_into
    assert into is not None
    assert into.id == kept
    await garden.support(joined, people[3], "affected")
    assert (await search.one(COMMUNITY, kept))[0].supporters == 6
    hidden = await garden.plant("x", readers="office")
    lost = await garden.plant("y", state="merged", merged_into_id=hidden)
    assert (await search.one(COMMUNITY, lost))[0].merged_into is None
    shown = (await search.one(COMMUNITY, lost, is_staff=True))[0]
    assert shown.merged_into is not None


async def test_suggestions_are_by_title_or_number(meetings: Meetings, garden: Garden) -> None:
    search = meetings.hub.seed_search
    planted = await garden.plant_all([(f"居場所その{n}", "夜") for n in range(30)])
    assert len(await search.suggest(COMMUNITY, "居場")) == 25
    assert [each.id for each in await search.suggest(COMMUNITY, "その2")] == [
        each for n, each in reversed(list(enumerate(planted))) if f"その{n}".startswith("その2")
    ]
    assert await search.suggest(COMMUNITY, "夜") == []
    for written in (f"#{planted[6]}", f"＃{planted[6]}", f" {planted[6]}"):
        assert planted[6] in [each.id for each in await search.suggest(COMMUNITY, written)]
    assert await search.suggest(COMMUNITY, "#" + "9" * 30) == []


async def test_words_that_mean_the_same_find_each_other(meetings: Meetings, garden: Garden) -> None:
    search, lists = meetings.hub.seed_search, meetings.hub.seed_synonyms
    written = await garden.plant("こども食堂", "夜")
    other = await garden.plant("障碍のある人", "外国にルーツのある子供")
    assert ids(await search.search(COMMUNITY, "子ども食堂")) == [written]
    assert ids(await search.search(COMMUNITY, "障害 外国籍")) == [other]
    assert await lists.written(COMMUNITY) == written_out(USUAL)
    assert await lists.replace(COMMUNITY, "夜、 宵\n\n居場所,溜まり場") == 2
    assert await lists.written(COMMUNITY) == "夜、宵\n居場所、溜まり場"
    assert ids(await search.search(COMMUNITY, "宵")) == [written]
    assert ids(await search.search(COMMUNITY, "子ども食堂")) == []
    with pytest.raises(SynonymTwice):
        await lists.replace(COMMUNITY, "夜、宵\nヨル、夜")
    assert await lists.written(COMMUNITY) == "夜、宵\n居場所、溜まり場"
    assert await lists.replace(COMMUNITY, " \n") == len(USUAL)
    assert ids(await search.search(COMMUNITY, "子ども食堂")) == [written]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("夜、宵\n朝", SynonymsUnclear),
        ("ＮＰＯ、npo", SynonymsUnclear),
        ("夜、宵\n朝、夜", SynonymTwice),
        ("\n".join(f"a{n}、b{n}" for n in range(201)), TooManySynonyms),
        ("、".join(f"a{n}" for n in range(13)), TooManySynonyms),
        ("夜、" + "長" * 41, TooManySynonyms),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(text: str, refusal: type[UserError]) -> None:
    with pytest.raises(refusal):
        read_groups(text)


def test_a_word_and_what_it_becomes() -> None:
    assert spellings("子ども食堂", [("子ども", "こども"), ("食堂", "レストラン")]) == [
        "子ども食堂", "こども食堂", "子どもレストラン",
    ]  # fmt: skip
    assert spellings("夜", USUAL) == ["夜"]
    assert read_groups(written_out(USUAL)) == [list(group) for group in USUAL]
    assert len(spellings("a", [[f"{n}" for n in range(40)] + ["a"]])) == 24
