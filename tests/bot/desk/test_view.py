"""The order of the desk, its minutes, and its words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from bot.desk.lines import DeskLine
from bot.desk.view import DeskView, in_order
from bot.desk.weekly import MOST_BUTTONS, MOST_LINES, compose
from bot.i18n import Text
from bot.outbox.notice import Action
from cogs.shared.renderers import MAX_BUTTONS, render

NOW = datetime(2026, 11, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def typed(words: str) -> Text:
    return Text("{words}", {"words": words})


def line(
    what: str,
    *,
    minutes: int = 1,
    due_at: datetime | None = None,
    row: int | None = None,
    private: bool = False,
) -> DeskLine:
    action = Action("event", row, "post_again", typed(what)) if row is not None else None
    return DeskLine("test", typed(what), minutes, due_at, action, private)


def posted(*lines: DeskLine, lang: str = "ja") -> str:
    notice = compose(DeskView(in_order(lines), "Asia/Tokyo"), NOW)
    return render(notice, lang=lang, timezone="Asia/Tokyo").content


def test_due_first_undated_last_otherwise_as_given() -> None:
    given_lines = [
        line("a"),
        line("b", due_at=NOW + DAY),
        line("c"),
        line("d", due_at=NOW),
        line("e", due_at=NOW),
    ]
    assert [each.what.to("en") for each in in_order(given_lines)] == ["d", "e", "b", "a", "c"]


@given(st.lists(st.integers(0, 90)))
def test_minutes_are_rounded_up_to_steps_of_five(minutes: list[int]) -> None:
    desk = DeskView(tuple(line("x", minutes=each) for each in minutes), "Asia/Tokyo")
    assert desk.minutes % 5 == 0
    assert 0 <= desk.minutes - sum(minutes) < 5


def test_the_post_says_how_much_it_is_and_by_when() -> None:
    said = posted(
        line("あと", minutes=4, row=1),
        line("明日まで", minutes=2, due_at=NOW + DAY, row=2),
        line("きのうまで", minutes=1, due_at=NOW - DAY),
    )
    assert said.splitlines() == [
        "今週の仕事：3件（約10分）",
        "1. きのうまで（期限の2026年11月8日（日）を過ぎています）",
        "2. 明日まで（2026年11月10日（火）まで）",
        "3. あと",
    ]


def test_what_is_due_today_is_not_overdue() -> None:
    assert "（2026年11月9日（月）まで）" in posted(line("今日", due_at=NOW - timedelta(hours=2)))


def test_nothing_to_do_is_said_kindly_and_the_desk_can_be_opened() -> None:
    assert posted() == "今週、していただく仕事はありません。いつもありがとうございます。"
    notice = compose(DeskView((), "Asia/Tokyo"), NOW)
    assert [(each.kind, each.choice) for each in notice.actions] == [("desk", "open")]


def test_private_lines_are_only_counted() -> None:
    said = posted(line("こうかい", minutes=3), line("ないしょのはなし", minutes=3, row=7, private=True))
    assert said.startswith("今週の仕事：2件（約10分）\n1. こうかい\n")
    assert "ほかに1件" in said
    assert "ないしょ" not in said
    both = DeskView((line("こうかい"), line("ないしょのはなし", row=7, private=True)), "Asia/Tokyo")
    assert all("ないしょ" not in each.label.to("ja") for each in compose(both, NOW).actions)
    assert "ないしょのはなし" in posted(line("ないしょのはなし"))  # where it is not private, it is seen


def test_a_full_desk_fits_into_one_message() -> None:
    lines = [line("長い題名の課題" * 20, row=number) for number in range(40)]
    notice = compose(DeskView(tuple(lines), "Asia/Tokyo"), NOW)
    assert len(notice.actions) == MOST_LINES + 1 <= MAX_BUTTONS
    parts = render(notice, lang="ja", timezone="Asia/Tokyo")
    assert len(parts.content) <= 2000
    assert parts.embed is not None
    assert "ほかに20件" in posted(*(line("短い", row=number) for number in range(40)))


def test_two_lines_with_one_door_share_its_button() -> None:
    notice = compose(DeskView((line("一", row=5), line("二", row=5), line("三", row=6)), "Asia/Tokyo"), NOW)
    assert [each.label.to("ja") for each in notice.actions] == ["1. 一", "3. 三", "事務局の机を開く"]


def test_what_people_typed_stays_plain_words() -> None:
    said = posted(line("[ここ](https://trap.example) @everyone"))
    assert "\\[ここ](https" in said
    assert "@everyone" not in said


def test_every_line_keeps_its_button_and_gets_its_others_while_there_is_room() -> None:
    def session(row: int) -> DeskLine:
        theme, announce, skip = (
            Action("session", row, choice, typed(choice)) for choice in ("theme", "announce", "skip")
        )
        return DeskLine("session", typed("x"), 1, NOW, theme, others=(announce, skip))

    for count, expected in ((1, 3), (8, 24), (9, 23), (MOST_LINES, MOST_BUTTONS)):
        notice = compose(DeskView(tuple(session(row) for row in range(count)), "Asia/Tokyo"), NOW)
        buttons = [action for action in notice.actions if action.kind == "session"]
        assert (len(buttons), len(notice.actions) <= MAX_BUTTONS) == (expected, True)
        assert [action.row_id for action in buttons if action.choice == "theme"] == list(range(count))
        assert [action.choice for action in buttons][:3] == ["theme", "announce", "skip"]
