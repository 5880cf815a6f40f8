"""The newcomer's first minute: the tour plays, what it claims is true, and it notices when it is not."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import NamedTuple

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.events.rules import ModeSeats
from bot.i18n import Raw, _
from bot.sandbox import scenes, scenes_probono, scenes_seeds
from bot.sandbox.checks import Checks
from bot.sandbox.checks_probono import ProbonoChecks
from bot.sandbox.folding import fold
from bot.sandbox.ledger import Heard, Way
from bot.sandbox.scenes import CAPACITY, LINK, TITLE
from bot.sandbox.signs import Reader, Sign
from bot.sandbox.tour import SCENES, Outcome, perform, play

READER = Reader("ja", TITLE.to("ja"))


class Played(NamedTuple):
    outcome: Outcome
    shown: str

    def told(self, sign: Sign) -> list[Heard]:
        return [heard for heard in self.outcome.stage.ledger if heard.reader and READER.says(heard, sign)]

    def judged(self, heard: list[Heard]) -> Checks:
        """The same checks, had people received this instead."""
        ledger = copy(self.outcome.stage.ledger)
        ledger.heard = heard
        seed = scenes_seeds.TITLE_OF_SEED.to("ja")
        return Checks(ledger, READER, self.outcome.stage.cast, capacity=CAPACITY, link=LINK, seed=seed)

    def judged_probono(self, heard: list[Heard]) -> ProbonoChecks:
        ledger = copy(self.outcome.stage.ledger)
        ledger.heard = heard
        return ProbonoChecks(ledger, READER, self.outcome.stage.cast, scenes_probono.TITLE_OF_NEED)


def paper() -> Console:
    return Console(file=io.StringIO(), width=80, highlight=False)


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture(scope="module")
def played() -> Played:
    console = paper()
    return Played(perform("ja", console), written(console))


@pytest.mark.long
def test_every_invariant_holds(played: Played) -> None:
    broken = [verdict.claim.to("en") for verdict in played.outcome.verdicts if not verdict.holds]
    assert broken == []


@pytest.mark.long
def test_nothing_went_wrong_inside_the_bot(played: Played) -> None:
    assert played.outcome.stage.sim.env.errors == []


@pytest.mark.long
def test_the_screen_is_readable_at_80_columns(played: Played) -> None:
    lines = played.shown.splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    assert [
        number for number in range(1, 40) if any(line.startswith(f"{number:>2}  ") for line in lines)
    ] == [*range(1, len(SCENES) + 1)]


@pytest.mark.long
def test_it_shows_what_people_read(played: Played) -> None:
    for name in played.outcome.stage.cast.names.values():
        assert name in played.shown
    assert LINK in played.shown  # in the private answer of somebody who comes online
    assert "…" not in [line.split()[-1] for line in played.shown.splitlines() if line.startswith("青葉")]


@pytest.mark.long
def test_the_story_has_all_its_turns(played: Played) -> None:
    assert len(played.told(Sign.PROMOTED)) == 2
    assert {heard.way for heard in played.told(Sign.PROMOTED)} == {Way.DM, Way.PRIVATE}
    assert len(played.told(Sign.WEEK)) >= CAPACITY
    assert played.told(Sign.NUDGE)
    assert [heard for heard in played.outcome.stage.ledger if heard.way is Way.OFFICE]
    assert 0 < played.outcome.stage.effort.minutes < 30


def _a_seat_too_many(played: Played) -> list[Heard]:
    waiting = played.told(Sign.WAITING)[-1]
    seated = played.told(Sign.SEATED)[0]
    return [*played.outcome.stage.ledger, replace(seated, reader=waiting.reader)]


def _an_empty_seat(played: Played) -> list[Heard]:
    promoted = {id(heard) for heard in played.told(Sign.PROMOTED)}
    seated = {heard.reader for heard in played.told(Sign.PROMOTED)}
    return [
        heard
        for heard in played.outcome.stage.ledger
        if id(heard) not in promoted and not (heard.reader in seated and READER.says(heard, Sign.SEATED))
    ]


def _a_queue_jumper(played: Played) -> list[Heard]:
    heard = list(played.outcome.stage.ledger)
    first, second = (heard.index(told) for told in played.told(Sign.PROMOTED))
    heard[first], heard[second] = (
        replace(heard[first], reader=heard[second].reader),
        replace(heard[second], reader=heard[first].reader),
    )
    return heard


def _public(played: Played, word: str) -> list[Heard]:
    post = played.outcome.stage.ledger.public()[0]
    return [*played.outcome.stage.ledger, replace(post, everything=post.everything + word)]


def _public_first(played: Played, word: str) -> list[Heard]:
    return _public(played, word)[-1:] + list(played.outcome.stage.ledger)


def _a_blind_scanner(played: Played) -> list[Heard]:
    return [heard for heard in played.outcome.stage.ledger if LINK not in heard.everything]


def _a_notice_twice(played: Played) -> list[Heard]:
    return [*played.outcome.stage.ledger, replace(played.told(Sign.EVE)[0], way=Way.PRIVATE)]


def _a_thread_post_twice(played: Played) -> list[Heard]:
    post = next(h for h in played.outcome.stage.ledger if h.way is Way.THREAD and READER.says(h, Sign.EVE))
    return [*played.outcome.stage.ledger, post]


def _somebody_forgotten(played: Played) -> list[Heard]:
    gone = played.told(Sign.SOON)[0]
    return [heard for heard in played.outcome.stage.ledger if heard is not gone]


def _an_author_named(played: Played) -> list[Heard]:
    stage = played.outcome.stage
    post = next(h for h in stage.ledger if h.way is Way.OFFICE and "通学路が暗い" in h.everything)
    return [*stage.ledger, replace(post, everything=post.everything + stage.cast.name(stage.cast.author.id))]


@pytest.mark.long
@pytest.mark.parametrize(
    ("check", "plant"),
    [
        (Checks.seats, _a_seat_too_many),
        (Checks.seats, _an_empty_seat),
        (Checks.line, _a_queue_jumper),
        (Checks.link, lambda played: _public(played, LINK)),
        (Checks.link, _a_blind_scanner),
        (Checks.names, lambda played: _public(played, "港 わたる")),
        (Checks.once, _a_notice_twice),
        (Checks.once, _a_thread_post_twice),
        (Checks.complete, _somebody_forgotten),
        (Checks.nameless, _an_author_named),
        (Checks.nameless, lambda _played: []),
    ],
)
def test_a_broken_invariant_is_seen(
    played: Played, check: Callable[[Checks], object], plant: Callable[[Played], list[Heard]]
) -> None:
    as_it_was = played.judged(list(played.outcome.stage.ledger))
    assert getattr(as_it_was, check.__name__)().holds
    assert not getattr(played.judged(plant(played)), check.__name__)().holds


def _volunteer(played: Played) -> str:
    cast = played.outcome.stage.cast
    return cast.name(cast.volunteers[0].id)


def _direct(played: Played, reader: int, word: str) -> Heard:
    """The newest direct message to this person that holds this word."""
    found = [h for h in played.outcome.stage.ledger.read_by(reader) if h.way is Way.DM and word in h.text]
    return found[-1]


def _a_volunteer_named_early(played: Played) -> list[Heard]:
    stage = played.outcome.stage
    found = _direct(played, stage.cast.asking.id, "会計")
    named = replace(found, everything=found.everything + _volunteer(played))
    return [named if heard is found else heard for heard in stage.ledger]


def _a_group_named_early(played: Played) -> list[Heard]:
    stage = played.outcome.stage
    found = _direct(played, stage.cast.volunteers[1].id, "会計")
    named = replace(found, everything=found.everything + str(stage.cast.asking.id))
    return [named if heard is found else heard for heard in stage.ledger]


def _no_introduction(played: Played) -> list[Heard]:
    return [heard for heard in played.outcome.stage.ledger if heard.way is not Way.ROOM]


def _asked_again(played: Played) -> list[Heard]:
    stage = played.outcome.stage
    return [*stage.ledger, _direct(played, stage.cast.volunteers[0].id, "会計")]


def _somebody_left_waiting(played: Played) -> list[Heard]:
    stage = played.outcome.stage
    thanks = _direct(played, stage.cast.volunteers[1].id, "会計")
    return [heard for heard in stage.ledger if heard is not thanks]


def _two_in_one_place(played: Played) -> list[Heard]:
    stage = played.outcome.stage
    room = next(heard for heard in stage.ledger if heard.way is Way.ROOM)
    second = stage.cast.name(stage.cast.volunteers[1].id)
    return [*stage.ledger, replace(room, everything=room.everything + second)]


@pytest.mark.long
@pytest.mark.parametrize(
    ("check", "plant"),
    [
        (ProbonoChecks.strangers, _a_volunteer_named_early),
        (ProbonoChecks.strangers, _a_group_named_early),
        (ProbonoChecks.strangers, lambda played: _public_first(played, _volunteer(played))),
        (ProbonoChecks.strangers, _no_introduction),
        (ProbonoChecks.asked_once, _asked_again),
        (ProbonoChecks.asked_once, lambda _played: []),
        (ProbonoChecks.places, _somebody_left_waiting),
        (ProbonoChecks.places, _two_in_one_place),
        (ProbonoChecks.places, _no_introduction),
    ],
)
def test_a_broken_invariant_of_probono_is_seen(
    played: Played, check: Callable[[ProbonoChecks], object], plant: Callable[[Played], list[Heard]]
) -> None:
    as_it_was = played.judged_probono(list(played.outcome.stage.ledger))
    assert getattr(as_it_was, check.__name__)().holds
    assert not getattr(played.judged_probono(plant(played)), check.__name__)().holds


@pytest.mark.long
def test_a_link_in_the_public_text_ends_the_tour_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(scenes.BOXES, "description", _("{link}", link=Raw(LINK)))
    console = paper()
    assert play("ja", console) == 1
    assert _crosses(written(console)) == [_("The online link never stands where everybody reads.").to("ja")]


@pytest.mark.long
def test_an_overbooking_bot_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    one_too_many = property(lambda seats: 0 if seats.waiting else seats.capacity + 1 - seats.taken)
    monkeypatch.setattr(ModeSeats, "free", one_too_many)
    broken = [verdict.claim.to("en") for verdict in perform("ja", paper()).verdicts if not verdict.holds]
    assert any(claim.startswith("Never more people with a seat than seats") for claim in broken)


@pytest.mark.long
@pytest.mark.parametrize(("lang", "farewell"), [("en", "Everything held."), ("ja", "README.ja.md")])
def test_the_command_ends_well(lang: str, farewell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "try", "--tour", "--lang", lang],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert farewell in done.stdout


def _crosses(shown: str) -> list[str]:
    return [line.strip().removeprefix("✗ ") for line in shown.splitlines() if "✗" in line]


@pytest.mark.parametrize("width", [6, 10, 33])
def test_japanese_lines_break_without_a_lonely_full_stop(width: int) -> None:
    text = "空いた席は、その瞬間に先頭の方のものになります。/outbox で確認（事務局）。"
    lines = fold(text, width).split("\n")
    assert max(cell_len(line) for line in lines) <= width + 2
    assert not [line for line in lines if line[0] in "。、）"]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
