"""Why an offer fits a need, as facts that a screen puts into words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n import Joined, Text, _, joined
from bot.matching.rules import Obstacle
from bot.matching.taxonomy import Name


@dataclass(frozen=True, slots=True)
class SharedSkill:
    """The same skill on both sides, each as written there ("" where it was ticked, not written)."""

    skill: str
    name: Name
    need_phrase: str
    offer_phrase: str

    @property
    def text(self) -> Text:
        if self.need_phrase and self.offer_phrase:
            return _(
                "{skill}: “{need}” ↔ “{offer}”",
                skill=self.name,
                need=self.need_phrase,
                offer=self.offer_phrase,
            )
        return _("{skill}: wanted and offered", skill=self.name)


@dataclass(frozen=True, slots=True)
class RelatedSkill:
    """Two skills that are near each other."""

    need_skill: str
    offer_skill: str
    need_name: Name
    offer_name: Name
    need_phrase: str
    offer_phrase: str

    @property
    def text(self) -> Text:
        return _("wanted {need}, offered {offer}, which is near", need=self.need_name, offer=self.offer_name)


@dataclass(frozen=True, slots=True)
class FittingCondition:
    """A condition that was asked for and is met."""

    condition: Obstacle

    @property
    def text(self) -> Text:
        return _FITTING[self.condition]


@dataclass(frozen=True, slots=True)
class SharedCause:
    """Causes that both hold dear."""

    causes: tuple[str, ...]

    @property
    def text(self) -> Text:
        return _("the same cause: {causes}", causes=_listed(self.causes))


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Words that stand in both texts beside the skills."""

    words: tuple[str, ...]

    @property
    def text(self) -> Text:
        return _("the same words: {words}", words=_listed(self.words))


Reason = SharedSkill | RelatedSkill | FittingCondition | SharedCause | SharedWords

_FITTING = {
    Obstacle.MODE: _("✓ online or on site"),
    Obstacle.AREA: _("✓ area"),
    Obstacle.HOURS: _("✓ hours"),
    Obstacle.SLOTS: _("✓ time of the week"),
    Obstacle.PERIOD: _("✓ dates"),
    Obstacle.LANGUAGE: _("✓ language"),
}


def _listed(words: tuple[str, ...]) -> Joined:
    return joined(*words)
