"""A list of consultations is read strictly, and each line finds the consultation that it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from bot.consultations.rules import Case, Category, Channel, Consultation
from bot.errors import UserError
from bot.reports.cases import CaseStep, ListedCase, plan_cases, read_cases
from bot.reports.cases_file import read_cases_file, read_categories, read_channel

TODAY = date(2026, 11, 27)
HEADINGS = "date,channel,categories,note"


def read(*rows: str, headings: str = HEADINGS, encoding: str = "utf-8") -> tuple[list[ListedCase], list[str]]:
    file = read_cases_file("\n".join([headings, *rows]).encode(encoding))
    cases, bad = read_cases(file, today=TODAY)
    return list(cases), [f"{each.line} {each.column}: {each.reason.to('en')}" for each in bad]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_as_an_office_writes_it(encoding: str) -> None:
    cases, bad = read(
        "令和8年11月20日(金),電話,会計；税務,決算の書き方",
        "2026/11/20,窓口,団体設立,",
        ",,,",
        "2026-11-20,,その他; 会計;会計,",
        headings="相談日,方法,分類,備考",
        encoding=encoding,
    )
    assert bad == []
    day = date(2026, 11, 20)
    assert [(each.line, each.case) for each in cases] == [
        (2, Case(day, Channel.PHONE, (Category.ACCOUNTING, Category.TAX), "決算の書き方")),
        (3, Case(day, Channel.VISIT, (Category.FOUNDING,))),
        (5, Case(day, Channel.OTHER, (Category.ACCOUNTING, Category.OTHER))),
    ]


def test_everything_that_cannot_be_read_is_named() -> None:
    cases, bad = read(
        "11/20,phone,tax,",
        "2026-11-20,pigeon,tax,",
        "2026-11-20,phone,taxes;labour,",
        "2026-11-20,phone,,",
        "2026-11-28,phone,tax,",
        f"2026-11-20,phone,tax,{'x' * 501}",
        "2026-11-20,phone,tax,,more",
    )
    assert cases == []
    assert [each.partition("; ")[0][:60] for each in bad] == [
        "2 date: “11/20” is not a date with its year, such as 2020-06",
        "3 channel: “pigeon” is not a way to ask: please write one of",
        "4 categories: “taxes” is none of the categories: Founding a ",
        "5 categories: nothing is written here, but it is needed",
        "6 date: 28 Nov 2026 has not come yet. Please write the day o",
        "7 note: The note has 501 characters",
        "8 None: something is written where the first line names no c",
    ]


def test_every_category_and_way_is_read_by_its_names_in_both_languages() -> None:
    for category in Category:
        for written in (category.value, category.label.to("ja"), category.value.upper()):
            assert read_categories(written) == (category,)
    for channel in Channel:
        written = channel.label.to("ja").removesuffix("上")
        assert read_channel(written) is read_channel(channel.value) is channel


def test_headings_that_are_needed() -> None:
    for headings, name in (("date,channel", "HeadingsMissing"), ("date,categories,who", "HeadingUnknown")):
        with pytest.raises(UserError) as refusal:
            read_cases_file(f"{headings}\n1,2,3".encode())
        assert type(refusal.value).__name__ == name


def test_a_note_of_long_ago_is_left_out() -> None:
    (old, new), bad = read("2020-06-03,phone,tax,むかしの話", "2026-06-03,phone,tax,このあいだの話")
    assert bad == []
    assert (old.case.note, old.note_left_out) == (None, True)
    assert (new.case.note, new.note_left_out) == ("このあいだの話", False)


# --- recognising what is there

CASE = Case(date(2026, 11, 20), Channel.PHONE, (Category.TAX,))


def kept(number: int, case: Case, *, is_imported: bool = True) -> Consultation:
    return Consultation(number, 700, case, None, None, TODAY, is_imported)


def steps(
    cases: list[Case], known: list[Consultation], *, update: bool = False
) -> tuple[list[tuple[str, int | None]], list[int]]:
    listed = [ListedCase(line, case) for line, case in enumerate(cases, 2)]
    planned, missing = plan_cases(listed, known, update=update)
    return [(each.step.value, each.kept and each.kept.id) for each in planned], [each.id for each in missing]


def test_two_calls_of_one_day_that_are_alike_are_two() -> None:
    assert steps([CASE, CASE], []) == ([("new", None)] * 2, [])
    assert steps([CASE, CASE], [kept(1, CASE)]) == ([("same", 1), ("new", None)], [])
    assert steps([CASE], [kept(1, CASE), kept(2, CASE)]) == ([("same", 1)], [2])


def test_the_most_like_one_is_taken() -> None:
    noted = replace(CASE, note="別のメモ")
    visit = replace(CASE, channel=Channel.VISIT)
    other_day = replace(CASE, held_on=date(2026, 11, 21))
    known = [kept(1, visit), kept(2, noted), kept(3, other_day)]
    assert steps([CASE, visit], known) == ([("different", 2), ("same", 1)], [])
    assert steps([CASE, visit], known, update=True) == ([("changed", 2), ("same", 1)], [])
    assert steps([CASE], [kept(1, visit)]) == ([("different", 1)], [])
    assert steps([CASE], [kept(3, other_day)]) == ([("new", None)], [])


def test_what_staff_noted_by_hand_is_left_alone() -> None:
    by_hand = kept(1, replace(CASE, note="窓口で"), is_imported=False)
    assert steps([CASE], [by_hand], update=True) == ([("noted", 1)], [])
    another = kept(1, replace(CASE, channel=Channel.MAIL), is_imported=False)
    assert steps([CASE], [another], update=True) == ([("new", None)], [])


CASES = st.builds(
    Case,
    st.sampled_from([date(2026, 11, 20), date(2026, 11, 21)]),
    st.sampled_from(list(Channel)[:2]),
    st.sampled_from([(Category.TAX,), (Category.TAX, Category.OTHER)]),
    st.sampled_from([None, "メモ"]),
)


@given(st.lists(CASES, max_size=6), st.lists(CASES, max_size=6), st.booleans())
def test_nothing_is_taken_twice_and_the_same_list_again_changes_nothing(
    cases: list[Case], before: list[Case], update: bool
) -> None:
    known = [kept(number, case) for number, case in enumerate(before, 1)]
    planned, missing = plan_cases(
        [ListedCase(line, case) for line, case in enumerate(cases, 2)], known, update=update
    )
    taken = [each.kept.id for each in planned if each.kept is not None]
    assert len(taken) == len(set(taken))
    assert not set(taken) & {each.id for each in missing}
    written = {each.id: each.case for each in known}
    for each in planned:
        if each.step is CaseStep.NEW:
            written[len(written) + 100] = each.listed.case
        elif each.step is CaseStep.CHANGED and each.kept is not None:
            written[each.kept.id] = each.listed.case
    again, _missing = steps(cases, [kept(number, case) for number, case in written.items()], update=update)
    assert {step for step, _id in again} <= ({"same"} if update else {"same", "different"})
