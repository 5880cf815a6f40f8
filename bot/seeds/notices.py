"""The letters of seeds, composed when they leave from the facts of that moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.db import Tx
from bot.i18n import C_, Raw, Text, _
from bot.outbox.notice import Action, Delivery, Kind, Notice
from bot.seeds import kinds, news_letters
from bot.seeds.cards import SeedCards, ring_of
from bot.seeds.helping import helpers_of
from bot.seeds.models import SeedLineRow, SeedReportRow, SeedRow, SeedStepRow
from bot.seeds.queries import find
from bot.seeds.reports import message_link
from bot.seeds.rules import CLOSED, GONE, SeedState, SupportKind
from bot.seeds.seed import Seed, id_in
from bot.seeds.telling import SEALED
from bot.seeds.tools import SeedTools


def register(tools: SeedTools, cards: SeedCards) -> None:
    """Make the outbox able to carry all of it."""
    letters = _Letters(tools)
    tools.outbox.register(
        Kind(kinds.CARD, cards.post, title=_("Seed"), card=True),
        Kind(kinds.REVIEW, cards.review_post, title=_("Seed to look through"), card=True),
        Kind(kinds.TOLD, letters.told, title=_("What became of a seed")),
        Kind(kinds.ASKED, letters.asked, title=_("Question to the author of a seed")),
        Kind(kinds.ANSWERED, letters.answered, title=_("Answer of the author of a seed")),
        Kind(kinds.EDITED, letters.edited, title=_("Changed text of a seed")),
        Kind(kinds.OFFERED, letters.offered, title=_("Somebody offers help with a seed")),
        Kind(kinds.KNOWN, letters.known, title=_("What somebody knows about a seed"), only_in_thread=True),
        Kind(kinds.HELPER, letters.helper, title=_("Somebody can help with a seed")),
        Kind(kinds.REPORTED, letters.reported, title=_("Reported comment")),
    )
    news_letters.register(tools)
    tools.outbox.register_card("seed", cards.card)
    tools.outbox.register_card("seedreview", cards.review_card)
    tools.outbox.register_sealed(SEALED, letters.author)


def own_actions(seed: Seed) -> tuple[Action, ...]:
    """How the author gets to the seed: with the key, or as the person whose name is under it."""
    if seed.is_anonymous:
        return (Action("seed", 0, "key", _("Open with the key"), "primary"),)
    return (Action("seed", seed.id, "own", _("Open my seed"), "primary"),)


class _Letters:
    def __init__(self, tools: SeedTools) -> None:
        self._tools = tools

    async def author(self, tx: Tx, sealed: str) -> int | None:
        """Whose seed it is, as an account; only for an author who asked to be notified."""
        seed_id = id_in(sealed)
        link = await tx.scalar(select(SeedRow.sealed_link).where(SeedRow.id == seed_id))
        return self._tools.sealer.unseal(seed_id, link) if link else None

    async def told(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """The state of now, whatever it was when this was planned."""
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        headline = (
            _("Your seed #{number}: {state}", number=seed.id, state=seed.state.label)
            if seed.is_anonymous or not seed.title
            else _(
                "Your seed #{number} “{title}”: {state}",
                number=seed.id,
                title=seed.title,
                state=seed.state.label,
            )
        )
        paragraphs = [EXPLAINED[seed.state]] if seed.state in EXPLAINED else []
        if reason := seed.reason or await self._why_deleted(tx, seed):
            paragraphs.append(_("From the office: {words}", words=reason))
        if seed.merged_into_id is not None:
            paragraphs.append(_("It was joined with seed #{number}.", number=seed.merged_into_id))
        if link := await self._link(tx, seed):
            paragraphs.append(_("It stands here: {link}", link=Raw(link)))
        actions = () if seed.state is SeedState.DELETED else own_actions(seed)
        return Notice(headline, tuple(paragraphs), actions=actions, is_discreet=seed.is_anonymous)

    async def asked(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        text = await tx.scalar(select(SeedLineRow.text).where(SeedLineRow.id == delivery.args["line_id"]))
        if text is None or seed.state in CLOSED:
            return None
        return Notice(
            _("The office has written to you about your seed #{number}.", number=seed.id),
            (_("From the office: {words}", words=text), _("You can answer through the seed.")),
            actions=own_actions(seed),
            is_discreet=seed.is_anonymous,
        )

    async def answered(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """For the office: that there is something to read. The words are not posted: they can be deleted."""
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        if seed.state in GONE:
            return None
        return Notice(
            _("The author of seed #{number} has written.", number=seed.id),
            actions=(Action("seed", seed.id, "review", _("Open the seed"), "primary"),),
        )

    async def edited(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """For the office: words that everybody reads, or that worry, are others than it has looked at."""
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        if seed.state in GONE or not (seed.is_public or seed.is_urgent):
            return None
        headline = (
            _("Please look soon: seed #{number} was changed and holds words that worry.", number=seed.id)
            if seed.is_urgent
            else _("The author of seed #{number} has changed its text; everyone reads it.", number=seed.id)
        )
        return Notice(
            headline,
            actions=(Action("seed", seed.id, "review", _("Open the seed"), "primary"),),
            ring=await ring_of(tx, seed),
        )

    async def offered(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """For the office, while nobody has seen to it; who and what stands behind the button."""
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        waiting = [each for each in await helpers_of(tx, seed.id) if each.id == delivery.args["support_id"]]
        if not waiting:
            return None
        headline = (
            _("Somebody can help with seed #{number}.", number=seed.id)
            if waiting[0].kind is SupportKind.CAN_HELP
            else _("Somebody knows something about seed #{number}.", number=seed.id)
        )
        return Notice(headline, actions=(Action("seed", seed.id, "helpers", _("See to it"), "primary"),))

    async def known(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """Under the seed: what somebody knows, with the name only if they ticked it."""
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        [helper] = await helpers_of(tx, seed.id, support_id=delivery.args["support_id"]) or [None]
        if helper is None or not seed.is_public or helper.what is None:
            return None
        if not helper.is_as_passed_on(delivery.args):
            return None
        heading = (
            _("{name} writes about this seed:", name=helper.name)
            if helper.may_be_named and helper.name
            else _("Somebody who knows this seed's matter writes:")
        )
        return Notice(heading, (Text("{what}", {"what": helper.what}),))

    async def helper(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        """To the author: who can help, because that person ticked it."""
        seed = await find(tx, delivery.community_id, id_in(delivery.subject))
        [helper] = await helpers_of(tx, seed.id, support_id=delivery.args["support_id"]) or [None]
        if helper is None or not helper.may_be_named or not helper.is_as_passed_on(delivery.args):
            return None
        lines = [Text("{what}", {"what": helper.what or ""})]
        if helper.how:
            lines.append(_("How: {how}", how=helper.how))
        lines.append(
            _("If you like, answer through the seed. The office passes it on, without your name if you wish.")
        )
        return Notice(
            _(
                "{name} can help with your seed #{number}",
                name=helper.name or _("(name unknown)"),
                number=seed.id,
            ),
            tuple(lines),
            actions=own_actions(seed),
            is_discreet=seed.is_anonymous,
        )

    async def reported(self, tx: Tx, delivery: Delivery, now: datetime) -> Notice | None:
        row = (
            await tx.execute(select(SeedReportRow).where(SeedReportRow.id == delivery.args["report_id"]))
        ).one_or_none()
        if row is None or row.handled_at is not None:
            return None
        link = message_link(row.community_id, row.channel_id, row.message_id)
        reason = (_("What was written with it: {reason}", reason=row.reason),) if row.reason else ()
        return Notice(
            _("Somebody asks the office to look at a message."),
            (
                Text("{link}", {"link": Raw(link)}),
                *reason,
                _("Who it was is not stored. Please do not look for them, and do not tell the writer of it."),
            ),
            actions=(Action("seedreport", row.id, "done", C_("button", "Seen to")),),
        )

    async def _why_deleted(self, tx: Tx, seed: Seed) -> str | None:
        if seed.state is not SeedState.DELETED:
            return None
        return await tx.scalar(select(SeedStepRow.note).where(SeedStepRow.seed_id == seed.id))

    async def _link(self, tx: Tx, seed: Seed) -> str | None:
        if not seed.is_public:
            return None
        posting = await self._tools.outbox.posting_of(tx, seed.community_id, f"seed:{seed.id}")
        if posting is None or posting.gone:
            return None
        return message_link(seed.community_id, posting.channel_id, posting.message_id)


EXPLAINED: dict[SeedState, Text] = {
    SeedState.PUBLISHED: _("Everyone can read it now, and support it."),
    SeedState.RETURNED: _("The office has a question before it can be published."),
    SeedState.RECEIVED: _("The office is looking through it once more."),
    SeedState.PRIVATE: _("The office takes care of it as a consultation. Nobody else reads it."),
    SeedState.REFERRED: _("The office has named somebody who can help."),
    SeedState.DECLINED: _("The office does not publish it. You can write anew at any time."),
    SeedState.DIGGING: _("People are looking for what is behind it."),
    SeedState.SESSION: _("It is talked about at a meeting."),
    SeedState.PROJECT: _("A project has grown from it."),
    SeedState.ARCHIVED: _("It has come to an end for now. Thank you for bringing it."),
    SeedState.MERGED: _("It says the same as another seed; support is counted there together."),
    SeedState.DELETED: _("The office took it down. Nobody can read it any more."),
    SeedState.DORMANT: _("It rests for now. It can still be found and supported."),
}
