"""Whether an offer and a need can meet: every condition is asked, and what fails has a name."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.i18n import LANGUAGES
from bot.matching.rules import (
    NeedFacts,
    NeedMode,
    Obstacle,
    OfferFacts,
    OfferMode,
    Slot,
    Strength,
    covers,
    obstacles,
)

TODAY = date(2026, 11, 28)
AREAS = ("仙台市", "名取市", "石巻市", "塩竈市", "多賀城市")
LANGUAGES_SPOKEN = ("ja", "en", "zh", "vi")
OFFER = OfferFacts(1, "会計", hours=4, mode=OfferMode.BOTH, areas=frozenset({"仙台市"}))
NEED = NeedFacts(2, "会計", "", hours=4, area="仙台市", languages=frozenset({"ja"}), starts_on=TODAY)


def some(dice: random.Random, of: tuple[str, ...] | type[Slot]) -> frozenset[str]:
    return frozenset(one for one in of if dice.random() < 0.5)


def an_offer(dice: random.Random) -> OfferFacts:
    day = TODAY + timedelta(days=dice.randint(-90, 90))
    return OfferFacts(
        1,
        "",
        hours=dice.choice((None, 1, 2, 4, 8)),
        mode=dice.choice(list(OfferMode)),
        areas=some(dice, AREAS),
        slots=frozenset(map(Slot, some(dice, Slot))),
        available_from=dice.choice((None, day)),
        available_until=dice.choice((None, day + timedelta(days=dice.randint(0, 90)))),
        capacity=dice.randint(0, 3),
        active=dice.randint(0, 3),
        languages=some(dice, LANGUAGES_SPOKEN) | {"ja"},
        is_paused=dice.random() < 0.05,
        resting_until=dice.choice((None, None, None, day)),
        small_only=dice.random() < 0.1,
    )


def a_need(dice: random.Random) -> NeedFacts:
    return NeedFacts(
        2,
        "",
        "",
        hours=dice.choice((None, 1, 3, 6)),
        mode=dice.choice(list(NeedMode)),
        area=dice.choice((None, *AREAS)),
        slots=frozenset(map(Slot, some(dice, Slot))),
        starts_on=dice.choice((None, TODAY + timedelta(days=dice.randint(0, 60)))),
        languages=frozenset({"ja", dice.choice(LANGUAGES_SPOKEN)}),
        small=dice.random() < 0.3,
    )


def truly_meet(offer: OfferFacts, need: NeedFacts) -> bool:
    """The conditions once more, in other words."""
    online = need.mode in ("online", "any") and offer.mode in ("online", "both")
    onsite = need.mode in ("onsite", "any") and offer.mode in ("onsite", "both") and need.area in offer.areas
    if not (online or onsite):
        return False
    if offer.hours is not None and need.hours is not None and offer.hours < need.hours:
        return False
    if offer.small_only and not need.small:
        return False
    if need.slots and offer.slots and not any(slot in offer.slots for slot in need.slots):
        return False
    start = need.starts_on or TODAY
    if offer.available_until and offer.available_until < start:
        return False
    if need.starts_on and offer.available_from and offer.available_from > start:
        return False
    rests = offer.resting_until is not None and offer.resting_until >= TODAY
    speaks = all(language in offer.languages for language in need.languages)
    return offer.active < offer.capacity and speaks and not offer.is_paused and not rests


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_nothing_is_let_through_and_each_rejection_has_a_reason(count: int) -> None:
    seed = random.randrange(1_000_000)
    dice = random.Random(seed)
    for _ in range(count):
        offer, need = an_offer(dice), a_need(dice)
        found = obstacles(offer, need, TODAY)
        assert (found == ()) == truly_meet(offer, need), f"dice {seed}: {offer} {need} {found}"
        assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({"mode": OfferMode.ONLINE}, Obstacle.MODE),
        ({"areas": frozenset({"石巻市"}), "mode": OfferMode.ONSITE}, Obstacle.AREA),
        ({"hours": 3}, Obstacle.HOURS),
        ({"small_only": True}, Obstacle.HOURS),
        ({"slots": frozenset({Slot.WEEKEND})}, Obstacle.SLOTS),
        ({"available_until": TODAY - timedelta(days=1)}, Obstacle.PERIOD),
        ({"available_from": TODAY + timedelta(days=1)}, Obstacle.PERIOD),
        ({"active": 1}, Obstacle.CAPACITY),
        ({"languages": frozenset({"en"})}, Obstacle.LANGUAGE),
        ({"is_paused": True}, Obstacle.PAUSED),
        ({"resting_until": TODAY}, Obstacle.RESTING),
    ],
)
def test_each_condition_has_its_name(change: dict[str, object], obstacle: Obstacle) -> None:
    need = replace(NEED, mode=NeedMode.ONSITE, slots=frozenset({Slot.WEEKDAY_DAY}))
    assert obstacles(OFFER, need, TODAY) == ()
    assert obstacles(replace(OFFER, **change), need, TODAY) == (obstacle,)  # pyright: ignore[reportArgumentType]


def test_a_need_without_a_date_can_wait() -> None:
    later = replace(OFFER, available_from=TODAY + timedelta(days=30))
    assert obstacles(later, replace(NEED, starts_on=None), TODAY) == ()
    over = replace(OFFER, available_until=TODAY - timedelta(days=1))
    assert obstacles(over, replace(NEED, starts_on=None), TODAY) == (Obstacle.PERIOD,)


def test_a_need_that_lasts_longer_than_the_offer_does_not_fit() -> None:
    offer = replace(OFFER, available_until=TODAY + timedelta(days=30))
    assert obstacles(offer, replace(NEED, ends_on=TODAY + timedelta(days=31)), TODAY) == (Obstacle.PERIOD,)
    assert obstacles(offer, replace(NEED, ends_on=TODAY + timedelta(days=30)), TODAY) == ()


@pytest.mark.parametrize(
    ("offered", "wanted", "fits"),
    [
        ("仙台市", "仙台", True),
        ("仙台", "宮城県仙台市", True),
        ("仙台市", "仙台市青葉区", True),
        ("仙台市青葉区", "仙台市", False),
        ("仙台市", "仙台市泉区", True),
        ("仙台 市", "仙台市", True),
        ("大和町", "大和市", False),
        ("四日市", "三重県四日市市", True),
        ("京都市", "京都府京都市", True),
        ("仙台市", "名取市", False),
        ("仙台市", None, False),
        ("", "", False),
    ],
)
def test_an_area_is_known_however_it_is_written(offered: str, wanted: str | None, fits: bool) -> None:
    assert covers(frozenset({offered}), wanted) is fits


def test_everything_has_a_label() -> None:
    for kind in (OfferMode, NeedMode, Slot, Obstacle, Strength):
        for one in kind:
            assert all(one.label.to(language) for language in LANGUAGES)
