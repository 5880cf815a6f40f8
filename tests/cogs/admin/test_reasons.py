"""Every reason that the outbox and the courier write has its sentence for the office."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.log import reference
from bot.outbox.rules import LEASE_EXPIRED, NO_THREAD
from cogs.admin.reasons import reason_text
from cogs.shared.refusals import DMS_STOPPED, REASONS

ROOT = Path(__file__).parents[3]
ERRORS = {"WayClosed", "TryLater", "NotYet", "Doubtful", "PlaceIsPublic", "AllDmsPaused"}
ONLY_IN_THREADS = {"thread_archived", "thread_locked"}
"""The courier turns them into ``no_thread``."""


def raised() -> set[str]:
    """The literal reasons with which the code raises a courier's error."""
    found = set()
    for file in (*(ROOT / "bot/outbox").glob("*.py"), *(ROOT / "cogs").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            callee = node.func if isinstance(node, ast.Call) else None
            names = {each.id for each in ast.walk(callee) if isinstance(each, ast.Name)} if callee else set()
            if isinstance(node, ast.Call) and names & ERRORS and node.args:
                found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    return found


def codes() -> set[str]:
    return (raised() | set(REASONS.values()) | set(DMS_STOPPED.values()) | {LEASE_EXPIRED, NO_THREAD}) - (
        ONLY_IN_THREADS
    )


def test_the_scanner_finds_what_is_raised() -> None:
    assert {"no_account", "no_card_yet", "connection_lost", "offline", "timeout"} <= raised()


@pytest.mark.parametrize("code", sorted(codes() | {"server_503", "blocked_403"}))
def test_a_known_reason_is_a_sentence(code: str) -> None:
    assert code not in reason_text(code).to("ja")
    assert code not in reason_text(code).to("en")


def test_an_unknown_reason_is_shown_itself() -> None:
    assert "refused_99999" in reason_text("refused_99999").to("ja")


def test_a_fault_of_ours_is_told_with_its_reference_and_nothing_else() -> None:
    code = reference()
    for lang in ("ja", "en"):
        said = reason_text(f"ZeroDivisionError {code}").to(lang)
        assert code in said
        assert "ZeroDivisionError" not in said
    assert "ボットに不具合" in reason_text("unknown_kind:event.gone").to("ja")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("smtp_550_5.1.1", "使われていません"),
        ("smtp_5.1.1", "使われていません"),
        ("bounced_5.1.1", "使われていません"),
        ("bounced_5.2.2", "戻ってきました"),
        ("smtp_552", "いっぱい"),
        ("smtp_552_5.2.2", "いっぱい"),
        ("smtp_554_5.7.1", "受け付けてくれません"),
        ("smtp_535_5.7.8", "ログインできません"),
        ("smtp_450", "後で送り直す"),
        ("smtp_unreachable", "つながりませんでした"),
        ("mail_paused", "メールを止めています"),
        ("no_consent", "同意がまだなく"),
        ("not_wanted", "受け取らない設定"),
        ("no_mail", "メールを送れない"),
        ("no_dm", "DMを送れません"),
        ("left_mail", "配信を停止"),
        ("quiet_hours", "控える時間帯"),
        ("expired", "時刻までに"),
    ],
)
def test_why_a_mail_did_not_arrive_is_said(code: str, said: str) -> None:
    assert said in reason_text(code).to("ja")
