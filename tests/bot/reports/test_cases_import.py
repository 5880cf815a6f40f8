"""Consultations of a list come in all or none, once, and are known again."""

from __future__ import annotations

from sqlalchemy import select

from bot.consultations.models import ConsultationRow, ConsultationTickRow
from bot.consultations.rules import Category, Channel
from bot.members.models import CommunityRow
from bot.reports.cases import CaseStep
from bot.reports.cases_import import CaseImports, ImportedCases
from bot.reports.cases_told import case_lines
from tests.bot.reports.past_desk import CASES, HEADINGS, fiscal_year_2020
from tests.kit.meetings import COMMUNITY, Meetings

ROWS = "2026-11-20,電話,会計;税務,決算の書き方", "2026-11-20,来所,団体設立,", "2026-11-21,電話,広報,"


def content(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows]).encode()


async def bring_in(
    meetings: Meetings, *rows: str, update: bool = False, community_id: int = COMMUNITY
) -> ImportedCases:
    imports = CaseImports(meetings.hub.db, meetings.hands)
    return await imports.bring_in(community_id, content(*rows), update=update)


async def test_a_plan_writes_nothing_and_an_import_everything_once(meetings: Meetings) -> None:
    imports = CaseImports(meetings.hub.db, meetings.hands)
    plan = await imports.plan(COMMUNITY, fiscal_year_2020().encode("cp932"))
    assert (plan.count(CaseStep.NEW), plan.is_applied) == (CASES, False)
    assert await meetings.count(ConsultationRow) == 0
    for new in (CASES, 0):
        done = await imports.bring_in(COMMUNITY, fiscal_year_2020().encode("cp932"), update=True)
        assert (done.count(CaseStep.NEW), done.count(CaseStep.SAME), done.is_applied) == (
            new,
            CASES - new,
            True,
        )
        assert await meetings.count(ConsultationRow) == CASES
        assert await meetings.count(ConsultationTickRow) == 615


async def test_a_line_that_cannot_be_read_keeps_all_out(meetings: Meetings) -> None:
    done = await bring_in(meetings, *ROWS, "2026-11-31,電話,広報,")
    assert [(each.line, each.column) for each in done.bad] == [(5, "日付")]
    assert (await meetings.count(ConsultationRow), done.is_applied) == (0, False)
    assert case_lines(done, "ja") == [
        "5行目「日付」：2026-11-31 という日は、暦にありません",
        "直していただくところが 1か所あります。何も書き込んでいません。",
    ]


async def test_what_differs_stays_until_it_is_asked_for(meetings: Meetings) -> None:
    await bring_in(meetings, *ROWS)
    changed = "2026-11-20,電話,会計,決算の書き方を聞かれた", *ROWS[1:]
    done = await bring_in(meetings, *changed)
    assert (done.count(CaseStep.DIFFERENT), done.count(CaseStep.SAME)) == (1, 2)
    said = "\n".join(case_lines(done, "ja"))
    assert "    分類：会計、税務 → 会計" in said
    assert "    メモ：メモあり → 別のメモ" in said
    assert "--update" in said
    assert "決算" not in said, "a note is repeated nowhere"
    first = await meetings.hub.consultations.get(COMMUNITY, 1)
    assert first.case.categories == (Category.ACCOUNTING, Category.TAX)
    assert (await bring_in(meetings, *changed, update=True)).count(CaseStep.CHANGED) == 1
    first = await meetings.hub.consultations.get(COMMUNITY, 1)
    assert (first.case.categories, first.case.note) == ((Category.ACCOUNTING,), "決算の書き方を聞かれた")
    assert (await bring_in(meetings, *changed, update=True)).count(CaseStep.SAME) == 3
    assert await meetings.count(ConsultationRow) == 3


async def test_what_staff_noted_and_what_is_missing_stays(meetings: Meetings) -> None:
    await bring_in(meetings, *ROWS)
    await meetings.hub.consultations.note(
        COMMUNITY, 1, "事務局", held_on="11/22", channel=Channel.MAIL, categories=["tax"], note="窓口で"
    )
    done = await bring_in(meetings, ROWS[1], "2026-11-22,メール,税務,", update=True)
    assert (done.count(CaseStep.SAME), done.count(CaseStep.NOTED), len(done.missing)) == (1, 1, 1)
    said = case_lines(done, "ja")
    assert any("今回のファイルにはありません" in line and "会計、税務" in line for line in said)
    assert any("ボットで記録済み" in line for line in said)
    assert await meetings.count(ConsultationRow) == 4
    assert (await meetings.hub.consultations.get(COMMUNITY, 4)).case.note == "窓口で"


async def test_a_community_that_is_not_known_yet_is_made(meetings: Meetings) -> None:
    done = await bring_in(meetings, *ROWS, community_id=COMMUNITY + 7)
    assert done.is_new_community
    assert any("まだ登録がない" in line for line in case_lines(done, "ja"))
    async with meetings.hub.db.reading() as tx:
        assert COMMUNITY + 7 in set(await tx.scalars(select(CommunityRow.id)))
    assert (await meetings.hub.consultations.page(COMMUNITY)).total == 0
    assert (await meetings.hub.consultations.page(COMMUNITY + 7)).total == 3


async def test_a_note_that_leads_to_somebody_is_pointed_out(meetings: Meetings) -> None:
    done = await bring_in(meetings, "2026-11-20,電話,税務,haru@mail.example に返信")
    said = "\n".join(case_lines(done, "en"))
    assert "The note seems to hold a mail address" in said
    assert "haru" not in said
