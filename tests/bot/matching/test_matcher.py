"""Offers come in the order in which they fit, only those that can meet the need, and none by chance."""

from __future__ import annotations

from datetime import date

from bot.matching.matcher import Matcher
from bot.matching.rules import Id, NeedFacts, NeedMode, Obstacle, OfferFacts, OfferMode
from bot.matching.taxonomy import read

TODAY = date(2026, 11, 28)
TAXONOMY = read(
    [
        {
            "skill": {
                "money": {
                    "group": "a",
                    "ja": "会計",
                    "en": "Accounts",
                    "words": ["会計", "経理", "帳簿"],
                    "related": {"tax": 0.5},
                },
                "tax": {"group": "a", "ja": "税務", "en": "Tax", "words": ["税務", "税理士"]},
                "reception": {"group": "a", "ja": "受付", "en": "Reception", "words": ["接客", "受付"]},
                "repair": {"group": "a", "ja": "修理", "en": "Repairs", "words": ["修理"]},
            }
        }
    ]
)
OFFERS = (
    OfferFacts(1, "元店長。接客が得意です。"),
    OfferFacts(2, "おもちゃの修理をします。", mode=OfferMode.ONSITE, areas=frozenset({"仙台市"})),
    OfferFacts(3, "税理士です。"),
    OfferFacts(4, "会社で経理をしています。", active=1),
)


def rank(title: str, text: str = "", **facts: object) -> tuple[list[Id], list[tuple[Id, Obstacle]]]:
    need = NeedFacts(9, title, text, **facts)  # pyright: ignore[reportArgumentType]
    ranking = Matcher(TAXONOMY).index(OFFERS).rank(need, TODAY)
    near = [(miss.offer_id, miss.obstacle) for miss in ranking.near_misses]
    return [match.offer_id for match in ranking.matches], near


def test_a_related_skill_is_shown_and_one_that_is_full_beside() -> None:
    assert rank("経理担当が辞めました") == ([3], [(4, Obstacle.CAPACITY)])


def test_the_head_of_the_title_is_what_is_wanted() -> None:
    matches, _ = rank(
        "おもちゃ修理会の接客", "修理そのものは別の担当が行います。", area="仙台市", mode=NeedMode.ONSITE
    )
    assert matches == []
    matches, _ = rank("おもちゃ修理会の接客", "修理そのものは別の担当が行います。", area="仙台市")
    assert matches[0] == 1


def test_nobody_is_no_list() -> None:
    assert rank("着付けをしてくれる方") == ([], [])
