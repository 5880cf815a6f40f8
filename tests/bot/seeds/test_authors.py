"""Authors without a name: nothing leads to them, and the key is enough for everything."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.seeds import tries
from bot.seeds.news import News
from bot.seeds.own import ClosedForAuthor, Edit, NoDirectMessages
from bot.seeds.posting import AnonymousClosed
from bot.seeds.proving import KeyDoesNotFit, TooManyTries, prove_again
from bot.seeds.quota import EnoughForToday
from bot.seeds.rules import Readers, SeedState, SupportKind
from bot.seeds.sealing import NoSecret, ReceiptKey, Sealer, new_code
from bot.seeds.seed import NoSuchSeed, NothingWritten, TooMuchWritten, Written
from bot.seeds.tools import coarse
from tests.bot.seeds.plot import AUTHOR, HERE, OTHERS, STAFF, TEXT, Plot
from tests.kit.both import ON_BOTH_ALWAYS

S = SeedState


async def test_no_table_holds_the_author_and_no_minute_of_theirs(plot: Plot) -> None:
    plot.later(hours=1, minutes=23, seconds=45)
    pressed_at = plot.hands().strftime("%H:%M")
    _seed, key = await plot.anonymous()
    assert await plot.rows("members") == [], "no row of theirs is made"
    assert await plot.tables_holding(str(AUTHOR)) == set()
    assert await plot.tables_holding(key.code) == set()
    assert await plot.tables_holding("学校の裏の道") == {"seeds"}, "the scanner finds words"
    assert await plot.rows("deliveries") == [], (
        "no row whose number tells between which others it was written"
    )
    for table in ("seeds", "seed_steps", "held_posts"):
        for row in await plot.rows(table):
            moments = {name: value for name, value in row._mapping.items() if hasattr(value, "hour")}
            for name, moment in moments.items():
                assert moment.strftime("%H:%M") != pressed_at, f"{table}.{name}"
    assert await plot.hub.outbox.release_held() == 1
    assert await plot.rows("held_posts") == []
    [review] = await plot.rows("deliveries")
    assert (review.kind, review.created_at) == ("seed.review", plot.hands())
    await plot.named(account=OTHERS)
    assert await plot.tables_holding(str(OTHERS)) == {"members"}, "the scanner finds people"


async def test_the_office_sees_it_10_to_90_minutes_later_and_not_before(plot: Plot) -> None:
    delays = set()
    for day in range(40):
        posted = plot.hands()
        seed, _key = await plot.seeds.posting.post_anonymous(HERE, AUTHOR + day, Written("", TEXT))
        delays.add(round((seed.shown_to_staff_at - posted).total_seconds() / 60))
        assert await plot.seeds.reviews.waiting(HERE) == []
        with pytest.raises(NoSuchSeed):
            await plot.seeds.reviews.panel(HERE, seed.id)
        with pytest.raises(NoSuchSeed):
            await plot.seeds.reviews.move(HERE, seed.id, S.PUBLISHED, STAFF, None)
        assert not [line for line in (await plot.hub.desk.lines(HERE)).lines if line.key == "seed"]
        plot.later(days=1)
        assert [each.id for each in await plot.seeds.reviews.waiting(HERE)] == [seed.id]
        await plot.move(seed.id, S.DECLINED, "重なるため")
    assert min(delays) >= 10
    assert max(delays) <= 90
    assert len(delays) > 15, "at random"


async def test_a_worrying_text_reaches_the_office_within_half_an_hour(plot: Plot) -> None:
    for day in range(20):
        now = plot.hands()
        seed, _key = await plot.seeds.posting.post_anonymous(HERE, AUTHOR + day, Written("", "もう消えたい"))
        assert seed.is_urgent
        assert seed.shown_to_staff_at - now <= timedelta(minutes=30)


async def test_asked_back_and_answered_with_the_key(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    await plot.move(seed.id, S.RETURNED, "どのあたりの道ですか。")
    own = await plot.seeds.authors.open(HERE, seed.id, key)
    assert [line.text for line in own.lines] == ["どのあたりの道ですか。"]
    await plot.seeds.authors.answer(HERE, seed.id, key, "小学校の北側です。")
    panel = await plot.seeds.reviews.panel(HERE, seed.id)
    assert (panel.seed.state, len(panel.lines)) == (S.RETURNED, 1), "the office sees nothing of it yet"
    assert await plot.seeds.surfacing.run() == 0
    plot.later(hours=2)
    assert await plot.seeds.surfacing.run() == 1
    assert await plot.seeds.surfacing.run() == 0
    panel = await plot.seeds.reviews.panel(HERE, seed.id)
    assert panel.seed.state is S.RECEIVED
    assert [(line.is_answer, line.text) for line in panel.lines][-1] == (True, "小学校の北側です。")
    assert all(step.name is None for step in panel.steps), "roles only, also of the office"
    assert await plot.rows("members") == []


async def test_five_wrong_keys_an_hour(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    for _ in range(5):
        with pytest.raises(KeyDoesNotFit):
            await plot.seeds.authors.open(HERE, seed.id, ReceiptKey(seed.id, new_code()))
    with pytest.raises(TooManyTries):
        await plot.seeds.authors.open(HERE, seed.id, key)
    plot.later(hours=1)
    assert (await plot.seeds.authors.open(HERE, seed.id, key)).seed.id == seed.id


async def test_a_number_that_does_not_exist_answers_like_one_that_does(plot: Plot) -> None:
    seed, _key = await plot.anonymous()
    named = await plot.named()
    for number in (seed.id, named.id, 987):
        for _ in range(5):
            with pytest.raises(KeyDoesNotFit):
                await plot.seeds.authors.open(HERE, number, ReceiptKey(number, new_code()))
        with pytest.raises(TooManyTries):
            await plot.seeds.authors.open(HERE, number, ReceiptKey(number, new_code()))
    plot.later(hours=1)
    with pytest.raises(KeyDoesNotFit):
        await plot.seeds.authors.open(HERE, 987, ReceiptKey(987, new_code()))


def test_of_unknown_numbers_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "MOST", 3)
    hour, counted = datetime(2026, 1, 1, tzinfo=UTC), tries.Tries()
    assert [counted.count(HERE, number, hour) for number in (1, 2, 1, 3, 4)] == [0, 0, 1, 0, 0]
    assert [counted.count(HERE, number, hour) for number in (1, 2)] == [2, 0]


async def test_a_key_that_fits_forgets_the_wrong_ones(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    with pytest.raises(KeyDoesNotFit):
        await plot.seeds.authors.open(HERE, seed.id, ReceiptKey(seed.id, new_code()))
    await plot.seeds.authors.open(HERE, seed.id, key)
    [row] = await plot.rows("seeds")
    assert (row.wrong_keys, row.wrong_keys_hour) == (0, None)


async def test_a_key_opens_its_own_seed_only(plot: Plot) -> None:
    mine, key = await plot.anonymous()
    other, _theirs = await plot.anonymous()
    for seed_id, tried in (
        (other.id, key),
        (other.id, ReceiptKey(other.id, key.code)),
        (987, ReceiptKey(987, key.code)),
    ):
        with pytest.raises(KeyDoesNotFit):
            await plot.seeds.authors.answer(HERE, seed_id, tried, "x")
    with pytest.raises(KeyDoesNotFit):
        await plot.seeds.authors.open(HERE + 1, mine.id, key)
    with pytest.raises(NoSuchSeed):
        await plot.seeds.authors.open(HERE, mine.id, AUTHOR)


async def test_an_edit_shows_itself_later_and_supporters_hear_of_it(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    await plot.move(seed.id, S.PUBLISHED)
    await plot.seeds.supporters.support(HERE, seed.id, OTHERS, "うみ", SupportKind.ME_TOO)
    own = await plot.seeds.authors.edit(HERE, seed.id, key, "", "街灯がほしい")
    assert own.waiting == Edit("街灯がほしい", "街灯がほしい")
    assert (await plot.seeds.supporters.show(HERE, seed.id)).seed.text == TEXT
    plot.later(hours=2)
    await plot.seeds.surfacing.run()
    shown = (await plot.seeds.supporters.show(HERE, seed.id)).seed
    assert (shown.text, shown.title) == ("街灯がほしい", "街灯がほしい")
    assert shown.edited_on is not None
    assert [row.kind for row in await plot.rows("deliveries") if row.kind == "seed.digest"] == ["seed.digest"]


async def test_before_it_is_published_an_edit_leaves_no_mark(plot: Plot) -> None:
    seed = await plot.named()
    await plot.seeds.authors.edit(HERE, seed.id, AUTHOR, "", "書き直しました")
    edited = await plot.seeds.authors.open(HERE, seed.id, AUTHOR)
    assert (edited.seed.text, edited.seed.edited_on) == ("書き直しました", None)


async def test_to_be_notified_is_sealed_and_goes_when_the_seed_is_closed(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    await plot.seeds.authors.notify(HERE, key, AUTHOR, wanted=True)
    [row] = await plot.rows("seeds")
    assert row.sealed_link is not None
    assert AUTHOR.to_bytes(8, "big") not in row.sealed_link
    await plot.move(seed.id, S.DECLINED, "ほかの種と同じため")
    [told] = [row for row in await plot.rows("deliveries") if row.kind == "seed.told"]
    assert (told.sealed, told.member_id) == (f"seed:{seed.id}:author", None)
    plot.later(days=3)
    assert await plot.seeds.surfacing.forget_links() == 1
    [row] = await plot.rows("seeds")
    assert row.sealed_link is None


async def test_without_being_notified_nobody_is_written_to(plot: Plot) -> None:
    seed, _key = await plot.anonymous()
    await plot.move(seed.id, S.DECLINED, "ほかの種と同じため")
    assert await plot.rows("deliveries") == []


async def test_a_new_text_that_everybody_reads_is_told_to_the_office_when_it_appears(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    await plot.move(seed.id, S.PUBLISHED)
    await plot.seeds.authors.edit(HERE, seed.id, key, "題", "ほかの文章")
    assert not [row for row in await plot.rows("deliveries") if row.kind == "seed.edited"]
    plot.later(minutes=90)
    await plot.seeds.surfacing.run()
    [told] = [row for row in await plot.rows("deliveries") if row.kind == "seed.edited"]
    assert told.place == "staff"
    await plot.seeds.surfacing.run()
    assert len([row for row in await plot.rows("deliveries") if row.kind == "seed.edited"]) == 1


async def test_withdrawn_it_is_read_by_nobody_else_and_can_still_be_deleted(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    await plot.move(seed.id, S.PUBLISHED)
    await plot.seeds.authors.withdraw(HERE, seed.id, key)
    with pytest.raises(NoSuchSeed):
        await plot.seeds.supporters.show(HERE, seed.id)
    with pytest.raises(ClosedForAuthor):
        await plot.seeds.authors.answer(HERE, seed.id, key, "x")
    await plot.seeds.authors.delete(HERE, seed.id, key)
    with pytest.raises(KeyDoesNotFit):
        await plot.seeds.authors.open(HERE, seed.id, key)


async def test_withdrawing_keeps_the_day_only_and_what_the_office_has_not_read(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    await plot.move(seed.id, S.PUBLISHED)
    for account, how_often in ((OTHERS, News.WEEKLY), (OTHERS + 1, News.DAILY)):
        await plot.seeds.supporters.support(HERE, seed.id, account, "うみ", SupportKind.ME_TOO)
        await plot.seeds.followers.set_news(HERE, account, "うみ", how_often)
    plot.later(hours=10, minutes=17, seconds=31)
    await plot.seeds.authors.answer(HERE, seed.id, key, "やっぱりやめます")
    await plot.seeds.authors.withdraw(HERE, seed.id, key)
    for table in ("seeds", "seed_steps", "seed_lines", "deliveries", "held_posts", "postings"):
        for row in await plot.rows(table):
            assert plot.hands() not in tuple(row), table
    assert await plot.rows("seed_lines") == []
    letters = {row.kind: row for row in await plot.rows("deliveries")}
    assert {row.kind for row in await plot.rows("held_posts")} == {"seed.review"}, "no answer is told of"
    assert all(letters[kind].due_at > plot.hands() for kind in ("seed.news", "seed.digest")), "not at once"


async def test_two_a_day_and_person_and_memory_only(plot: Plot) -> None:
    for _ in range(2):
        await plot.seeds.posting.post_anonymous(HERE, AUTHOR, Written("", TEXT))
    with pytest.raises(EnoughForToday):
        await plot.seeds.posting.post_anonymous(HERE, AUTHOR, Written("", TEXT))
    await plot.seeds.posting.post_anonymous(HERE, AUTHOR + 1, Written("", TEXT))
    await plot.named()
    plot.later(days=1)
    await plot.seeds.posting.post_anonymous(HERE, AUTHOR, Written("", TEXT))


async def test_what_failed_does_not_count(plot: Plot) -> None:
    for text in ("", " \n", "あ" * 1501) * 2:
        with pytest.raises((NothingWritten, TooMuchWritten)):
            await plot.seeds.posting.post_anonymous(HERE, AUTHOR, Written("", text))
    await plot.seeds.posting.post_anonymous(HERE, AUTHOR, Written("", TEXT))


async def test_the_office_can_close_it_for_some_days(plot: Plot) -> None:
    await plot.seeds.rules.close_anonymous(HERE, 3)
    with pytest.raises(AnonymousClosed):
        await plot.seeds.posting.post_anonymous(HERE, AUTHOR, Written("", TEXT))
    plot.later(days=3)
    await plot.seeds.posting.post_anonymous(HERE, AUTHOR, Written("", TEXT))


async def test_without_a_secret_of_the_operator_only_names_are_taken(plot: Plot) -> None:
    plot.seeds.tools.sealer = Sealer(None)
    with pytest.raises(NoSecret):
        await plot.seeds.posting.post_anonymous(HERE, AUTHOR, Written("", TEXT))
    assert await plot.rows("seeds") == []
    assert (await plot.named()).id


async def test_a_name_is_taken_off_and_leaves_no_trace_beside_the_seed(plot: Plot) -> None:
    seed = await plot.named()
    await plot.move(seed.id, S.RETURNED, "どこですか。")
    key = await plot.seeds.authors.take_name_off(HERE, seed.id, AUTHOR)
    [row] = await plot.rows("seeds")
    assert (row.author_id, row.is_anonymous) == (None, True)
    assert all(step.actor_id is None for step in await plot.rows("seed_steps"))
    about = [row for row in await plot.rows("deliveries") if row.subject == f"seed:{seed.id}"]
    assert all(row.member_id is None for row in about)
    assert (await plot.seeds.authors.open(HERE, seed.id, key)).lines
    with pytest.raises(NoSuchSeed):
        await plot.seeds.authors.open(HERE, seed.id, AUTHOR)


@ON_BOTH_ALWAYS
async def test_a_name_is_taken_off_once_and_gives_one_key(plot: Plot) -> None:
    seed = await plot.published()
    off = plot.seeds.authors.take_name_off
    found = await asyncio.gather(*(off(HERE, seed.id, AUTHOR) for _ in range(2)), return_exceptions=True)
    [key] = [each for each in found if isinstance(each, ReceiptKey)]
    assert [type(each) for each in found if each is not key] == [NoSuchSeed]
    assert (await plot.seeds.authors.open(HERE, seed.id, key)).seed.id == seed.id
    assert {row.kind for row in await plot.rows("deliveries")} == {"seed.card", "seed.review"}


async def test_what_was_proved_is_proved_again_where_it_is_done(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    named = await plot.named()
    other = ReceiptKey(seed.id, new_code())
    async with plot.hub.db.transaction() as tx:
        again = partial(prove_again, tx, plot.seeds.tools, HERE)
        assert (await again(seed.id, key)).id == seed.id
        assert (await again(named.id, AUTHOR)).id == named.id
        for seed_id, proof, refusal in (
            (seed.id, other, KeyDoesNotFit),
            (seed.id, AUTHOR, NoSuchSeed),
            (named.id, OTHERS, NoSuchSeed),
            (named.id, ReceiptKey(named.id, key.code), KeyDoesNotFit),
        ):
            with pytest.raises(refusal):
                await again(seed_id, proof)


async def test_a_name_taken_off_leaves_no_moment_that_a_person_has_too(plot: Plot) -> None:
    plot.later(hours=1, minutes=7, seconds=11)
    acted_at = plot.hands()
    seed = await plot.published()
    await plot.seeds.authors.answer(HERE, seed.id, AUTHOR, "小学校の北側です。")
    plot.later(hours=5)
    await plot.seeds.authors.take_name_off(HERE, seed.id, AUTHOR)
    assert acted_at in {row.created_at for row in await plot.rows("members")}
    tables = [await plot.rows(table) for table in ("deliveries", "seed_lines", "seeds")]
    moments = {str(value) for rows in tables for row in rows for value in row if hasattr(value, "hour")}
    assert moments == {str(coarse(acted_at, seed.tz))}
    assert all(row.state == "planned" for row in tables[0])


async def test_what_is_for_the_office_only_cannot_be_published(plot: Plot) -> None:
    from bot.seeds.review import OnlyForTheOffice

    seed, _key = await plot.anonymous(readers=Readers.OFFICE)
    with pytest.raises(OnlyForTheOffice):
        await plot.move(seed.id, S.PUBLISHED)
    private = await plot.move(seed.id, S.PRIVATE)
    assert not private.is_public


async def test_who_wants_no_direct_messages_leaves_no_link(plot: Plot) -> None:
    _seed, key = await plot.anonymous()
    await plot.hub.members.set_wants_dm(HERE, AUTHOR, "そら", False)
    with pytest.raises(NoDirectMessages):
        await plot.seeds.authors.notify(HERE, key, AUTHOR, wanted=True)
    assert [row.sealed_link for row in await plot.rows("seeds")] == [None]
    await plot.hub.members.set_wants_dm(HERE, AUTHOR, "そら", True)
    assert (await plot.seeds.authors.notify(HERE, key, AUTHOR, wanted=True)).seed.is_notified
    await plot.hub.members.set_wants_dm(HERE, AUTHOR, "そら", False)
    assert not (await plot.seeds.authors.notify(HERE, key, AUTHOR, wanted=False)).seed.is_notified


async def test_a_text_written_anew_before_the_end_is_not_lost_by_it(plot: Plot) -> None:
    seed, key = await plot.anonymous()
    await plot.seeds.authors.edit(HERE, seed.id, key, "題", "書き直した文章")
    await plot.move(seed.id, S.DECLINED, "重なるため")
    plot.later(minutes=90)
    await plot.seeds.surfacing.run()
    assert (await plot.seeds.authors.open(HERE, seed.id, key)).seed.text == "書き直した文章"
