"""The public card of a seed and its post for the office: what they show, as facts of the moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.db import Tx
from bot.i18n import C_, Text, _
from bot.members.communities import load_community
from bot.outbox.notice import Action, Delivery, ForumPost, Notice
from bot.seeds.concerns import Concern, concerns
from bot.seeds.queries import counts_of, find, shown_as_joined
from bot.seeds.rules import SUPPORT_LABELS, Origin, SeedState, SupportKind
from bot.seeds.seed import Counts, NoSuchSeed, Seed, Written, id_in, title_of

MeetingLines = Callable[[Tx, int], Awaitable[tuple[Text, ...]]]
"""What the card says of meetings that belong to a seed; given by whoever knows meetings."""

TAGGED = (
    SeedState.PUBLISHED,
    SeedState.DIGGING,
    SeedState.SESSION,
    SeedState.PROJECT,
    SeedState.ARCHIVED,
)
"""The five tags of a forum that tell the state; a resting seed stays open, a joined one is finished."""
_TAGGED_AS = {SeedState.DORMANT: SeedState.PUBLISHED, SeedState.MERGED: SeedState.ARCHIVED}
MOST_CATEGORY_TAGS = 4


@dataclass(frozen=True, slots=True)
class CardFacts:
    """Everything a public card shows. ``parent_id`` and ``joined`` are numbers of public seeds."""

    seed: Seed
    counts: Counts
    meetings: tuple[Text, ...] = ()
    joined: tuple[int, ...] = ()
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What the office's own post shows; no author of an anonymous seed is known to it."""

    seed: Seed
    concerns: tuple[Concern, ...]


def preview_of(written: Written, author_name: str | None, timezone: str) -> CardFacts:
    """The card of something that is not stored anywhere yet; its number is 0."""
    seed = Seed(
        id=0,
        community_id=0,
        state=SeedState.PUBLISHED,
        origin=written.origin,
        readers=written.readers,
        is_anonymous=author_name is None,
        author_id=None,
        author_name=author_name,
        title=title_of(written.title, written.text),
        text=written.text.strip(),
        reason=None,
        is_urgent=False,
        revision=0,
        submitted_on=date.min,
        shown_to_staff_at=datetime.min.replace(tzinfo=UTC),
        published_at=None,
        closed_at=None,
        edited_on=None,
        active_on=date.min,
        theme_proposed_on=None,
        merged_into_id=None,
        merged_from=None,
        merged_at=None,
        parent_id=None,
        is_notified=False,
        timezone=timezone,
    )
    return CardFacts(seed, Counts())


class SeedCards:
    """Composes both cards; ``meeting_lines`` joins when there is somebody who knows meetings."""

    def __init__(self) -> None:
        self.meeting_lines: MeetingLines | None = None

    async def facts(self, tx: Tx, seed: Seed) -> CardFacts:
        parent_id = seed.parent_id
        if parent_id is not None and not (await find(tx, seed.community_id, parent_id)).is_public:
            parent_id = None
        return CardFacts(
            seed,
            await counts_of(tx, seed.id),
            await self.meeting_lines(tx, seed.id) if self.meeting_lines else (),
            tuple(await shown_as_joined(tx, seed.id)),
            parent_id,
        )

    async def post(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """The first post; None: by now it is not for everyone any more."""
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        return card_of(await self.facts(tx, seed)) if seed.is_public else None

    async def card(self, tx: Tx, community_id: int, subject: str, now: datetime) -> Notice | None:
        """The posted card as it is now; what is not public any more goes from the channel."""
        seed = await find(tx, community_id, id_in(subject))
        if not seed.is_public:
            return Notice(_("This seed is no longer here."), removes=True)
        return card_of(await self.facts(tx, seed))

    async def review_post(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """For the office, when its time has come; a seed that needs nobody by then is not posted."""
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        if not seed.is_undecided:
            return None
        return review_of(seed, ring=await ring_of(tx, seed))

    async def review_card(self, tx: Tx, community_id: int, subject: str, now: datetime) -> Notice | None:
        try:
            seed = await find(tx, community_id, id_in(subject))
        except NoSuchSeed:
            return None
        if seed.state is SeedState.DELETED:
            return Notice(_("This seed was deleted."), removes=True)
        return review_of(seed.as_staff_reads_it())


async def ring_of(tx: Tx, seed: Seed) -> str | None:
    """Whom a post for the office rings: the staff role, for words that worry."""
    role_id = (await load_community(tx, seed.community_id)).staff_role_id
    return f"role:{role_id}" if seed.is_urgent and role_id else None


def card_of(facts: CardFacts) -> Notice:
    """The card as everybody sees it."""
    seed = facts.seed
    return Notice(
        _("Seed #{number}: {title}", number=seed.id, title=seed.title or ""),
        layout="seed_card",
        facts=facts,
        actions=() if seed.state is SeedState.MERGED else _support_actions(seed.id),
        forum=ForumPost(f"#{seed.id} {seed.title or ''}", _tags(seed)),
    )


def _support_actions(seed_id: int) -> tuple[Action, ...]:
    support = tuple(
        Action("seed", seed_id, kind.value, label, "primary" if kind is SupportKind.ME_TOO else "secondary")
        for kind, label in SUPPORT_LABELS.items()
    )
    return (
        *support,
        Action("seed", seed_id, "follow", C_("button", "Tell me what becomes of it")),
        Action("seed", 0, "post", _("Post a seed")),
    )


def _tags(seed: Seed) -> tuple[Text | str, ...]:
    names = (category.name for category in seed.categories[:MOST_CATEGORY_TAGS])
    state = _TAGGED_AS.get(seed.state, seed.state)
    return (*((state.label,) if state in TAGGED else ()), *names)


def review_of(seed: Seed, *, ring: str | None = None) -> Notice:
    """The post in the staff channel; its button stays as long as there is something to decide."""
    if seed.is_undecided and seed.origin is Origin.QUESTION:
        headline = _("A question without a name: #{number} “{title}”", number=seed.id, title=seed.title or "")
    elif not seed.is_undecided:
        headline = _("Done: seed #{number} is “{state}”", number=seed.id, state=seed.state.label)
    elif seed.is_urgent:
        headline = _(
            "Please look soon: seed #{number} holds words that worry (“{title}”)",
            number=seed.id,
            title=seed.title or "",
        )
    else:
        headline = _(
            "A new seed to look through: #{number} “{title}”", number=seed.id, title=seed.title or ""
        )
    return Notice(
        headline,
        layout="seed_review",
        facts=ReviewFacts(seed, tuple(concerns(f"{seed.title}\n{seed.text}"))),
        actions=(review_action(seed.id),),
        ring=ring,
    )


def review_action(seed_id: int) -> Action:
    """[Look through it]."""
    return Action("seed", seed_id, "review", _("Look through it"), "primary")
