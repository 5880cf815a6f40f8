"""How long everything is kept: one table, and the daily job that lives by it.

`RULES` and `KEPT` together name every table of the database; a test compares them with the models and with
the table in README.md.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.attendance.privacy import CODES_KEPT, PastAttendance
from bot.backups.keeping import KEPT as BACKUPS_KEPT
from bot.backups.service import Backups
from bot.consultations.rules import NOTES_KEPT as CONSULTATION_NOTES_KEPT
from bot.consultations.service import Consultations
from bot.events.drafts import DRAFTS_LIVE, Drafts
from bot.events.edits import EDITS_LIVE, Edits
from bot.events.flyers import FLYERS_KEPT, Flyers
from bot.events.forgetting import NAMES_KEPT, NOTES_KEPT, REHEARSALS_KEPT, PastMeetings
from bot.i18n import Text, _, _n
from bot.mailing.keeping import (
    BROADCASTS_KEPT,
    CODES_KEPT as MAIL_CODES_KEPT,
    RETURNED_KEPT,
    TOKENS_KEPT,
    MailKeeping,
)
from bot.members.farewell import DEPARTED_KEPT, GUESTS_KEPT, REMOVED_KEPT, Farewells
from bot.members.privacy import Privacy
from bot.outbox.rules import KEPT_AFTER_END
from bot.outbox.service import Outbox
from bot.probono.keeping import HEARING_NOTES_KEPT, TEXTS_KEPT, Keeping
from bot.questions.rules import KEPT as QUESTIONS_KEPT
from bot.questions.service import Questions
from bot.records.feedback import Feedback
from bot.retention_kept import KEPT
from bot.seeds.keeping import ENDED_KEPT, REPORTS_KEPT
from bot.seeds.service import Seeds
from bot.seeds.surfacing import LINK_KEPT
from bot.series.service import SeriesRoom

log = logging.getLogger(__name__)

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Keepers:
    """The parts of the bot that forget."""

    drafts: Drafts
    edits: Edits
    series: SeriesRoom
    flyers: Flyers
    past_meetings: PastMeetings
    past_attendance: PastAttendance
    feedback: Feedback
    questions: Questions
    seeds: Seeds
    consultations: Consultations
    probono: Keeping
    mail: MailKeeping
    outbox: Outbox
    farewells: Farewells
    privacy: Privacy
    backups: Backups


@dataclass(frozen=True, slots=True)
class Rule:
    """``kept``: how long, or how many, or None for what says itself when it is over.

    ``forget`` is one use case (a transaction of its own) and returns how many things went.
    """

    name: str
    what: Text
    kept: timedelta | int | None
    forget: Callable[[Keepers], Awaitable[int]]
    tables: tuple[str, ...] = ()

    @property
    def how_long(self) -> Text:
        """``90 days``, ``3 years``, ``the newest 14`` or ``until it is over``."""
        if self.kept is None:
            return _("until it is over")
        if isinstance(self.kept, int):
            return _n("the newest {count}", "the newest {count}", count=self.kept)
        years, days = divmod(self.kept.days, YEAR.days)
        if years and not days:
            return _n("{count} year", "{count} years", count=years)
        return _n("{count} day", "{count} days", count=self.kept.days)


async def _drafts(keepers: Keepers) -> int:
    return await keepers.drafts.forget_old() + await keepers.series.forget_old()


async def _backups(keepers: Keepers) -> int:
    return await asyncio.to_thread(keepers.backups.clear)


RULES = (
    Rule(
        "drafts",
        _("Drafts of meetings, after the last change"),
        DRAFTS_LIVE,
        _drafts,
        ("event_drafts",),
    ),
    Rule(
        "edits",
        _("Changes of meetings that were not saved, after the last touch"),
        EDITS_LIVE,
        lambda keepers: keepers.edits.forget_old(),
        ("event_edits",),
    ),
    Rule(
        "flyers",
        _("Flyers, after the meeting; those of no meeting and no draft go the next day"),
        FLYERS_KEPT,
        lambda keepers: keepers.flyers.forget_old(),
        ("event_flyers",),
    ),
    Rule(
        "rehearsals",
        _("Rehearsal meetings with everything in them, after they are over or finished"),
        REHEARSALS_KEPT,
        lambda keepers: keepers.past_meetings.forget_rehearsals(),
    ),
    Rule(
        "notices",
        _("Notices (to whom, when, whether it arrived), after their end"),
        KEPT_AFTER_END,
        lambda keepers: keepers.outbox.forget_old(),
        ("deliveries",),
    ),
    Rule(
        "mail_codes",
        _("Mail addresses that nobody confirmed, after a code was sent there"),
        MAIL_CODES_KEPT,
        lambda keepers: keepers.mail.forget_codes(),
        ("mail_codes",),
    ),
    Rule(
        "mail_returned",
        _("Mails that came back, answers by mail (and that they were read), after they arrived"),
        RETURNED_KEPT,
        lambda keepers: keepers.mail.forget_returned(),
        ("mail_bounces", "mail_answers", "mail_seen"),
    ),
    Rule(
        "mail_tokens",
        _("With which press in which mail somebody can leave (stored as a hash), after it was sent"),
        TOKENS_KEPT,
        lambda keepers: keepers.mail.forget_tokens(),
        ("mail_tokens",),
    ),
    Rule(
        "broadcasts",
        _("Messages of the office to many, after the last change"),
        BROADCASTS_KEPT,
        lambda keepers: keepers.mail.forget_broadcasts(),
        ("broadcasts",),
    ),
    Rule(
        "questions",
        _("Questions to the office and their answers, after they were asked"),
        QUESTIONS_KEPT,
        lambda keepers: keepers.questions.forget_old(),
        ("questions",),
    ),
    Rule(
        "seeds",
        _(
            "Seeds that are over and not public (withdrawn, not published, referred, consultations), "
            "with all that belongs to them, after their end"
        ),
        ENDED_KEPT,
        lambda keepers: keepers.seeds.past.forget_ended(),
    ),
    Rule(
        "seed_reports",
        _("Messages that were reported to the office (where they stand, not who reported them)"),
        REPORTS_KEPT,
        lambda keepers: keepers.seeds.past.forget_reports(),
        ("seed_reports",),
    ),
    Rule(
        "seed_links",
        _("Sealed links to anonymous authors who wish to be notified, after the seed was closed"),
        LINK_KEPT,
        lambda keepers: keepers.seeds.surfacing.forget_links(),
    ),
    Rule(
        "consultation_notes",
        _("Notes of consultations and which colleague wrote them, after the consultation"),
        CONSULTATION_NOTES_KEPT,
        lambda keepers: keepers.consultations.forget_notes(),
    ),
    Rule(
        "probono_texts",
        _("What offers and needs of probono said, and what was agreed, after their end; the numbers stay"),
        TEXTS_KEPT,
        lambda keepers: keepers.probono.forget_texts(),
    ),
    Rule(
        "hearing_notes",
        _("Notes of what organisations told the office, after that day"),
        HEARING_NOTES_KEPT,
        lambda keepers: keepers.probono.forget_hearing_notes(),
    ),
    Rule(
        "notes",
        _("What people told the office for a meeting (needs, name at the door, affiliation), after it"),
        NOTES_KEPT,
        lambda keepers: keepers.past_meetings.forget_notes(),
    ),
    Rule(
        "names",
        _("Who answered, waited and took part, after the meeting; then only the numbers stay"),
        NAMES_KEPT,
        lambda keepers: keepers.past_meetings.forget_names(),
        ("event_answers", "rsvps", "rsvp_history"),
    ),
    Rule(
        "attendance",
        _("Who was there, after the meeting; then only the numbers stay"),
        NAMES_KEPT,
        lambda keepers: keepers.past_attendance.forget_names(),
        ("attendances",),
    ),
    Rule(
        "codes",
        _("The digits of a check-in and wrong tries, after the meeting"),
        CODES_KEPT,
        lambda keepers: keepers.past_attendance.forget_codes(),
        ("check_ins", "check_in_tries"),
    ),
    Rule(
        "feedback",
        _("Feedback (without names) and who has given some, after the meeting"),
        NAMES_KEPT,
        lambda keepers: keepers.feedback.forget_old(),
        ("feedback", "feedback_given"),
    ),
    Rule(
        "departed",
        _("People who left the server, after that was noticed"),
        DEPARTED_KEPT,
        lambda keepers: keepers.farewells.forget_departed(),
        ("members",),
    ),
    Rule(
        "guests",
        _("People without Discord whom the office wrote down, with their mail address, after that"),
        GUESTS_KEPT,
        lambda keepers: keepers.farewells.forget_guests(),
    ),
    Rule(
        "removed",
        _("Everything of a server that removed the bot, after that"),
        REMOVED_KEPT,
        lambda keepers: keepers.farewells.erase_removed(),
        ("communities",),
    ),
    Rule(
        "pauses",
        _("That Discord asked the bot to wait with direct messages"),
        None,
        lambda keepers: keepers.outbox.forget_pauses(),
        ("courier_pauses",),
    ),
    Rule("backups", _("Backups of the SQLite file"), BACKUPS_KEPT, _backups),
)

AS_LONG_AS_THE_BOT = _("as long as the bot is in the server")


def in_words(lang: str) -> list[tuple[str, str]]:
    """The whole table, as the two READMEs show it."""
    rows = [(rule.what, rule.how_long) for rule in RULES]
    rows += [(what, AS_LONG_AS_THE_BOT) for what in KEPT.values()]
    return [(what.to(lang), how_long.to(lang)) for what, how_long in rows]


class Retention:
    """The daily tidying up."""

    def __init__(self, keepers: Keepers) -> None:
        self._keepers = keepers

    async def run(self) -> None:
        """Apply every rule. One that fails is logged, hinders no other, and has its next turn tomorrow."""
        for rule in RULES:
            try:
                gone = await rule.forget(self._keepers)
            except Exception:
                log.exception("retention: %s could not be done", rule.name)
            else:
                if gone:
                    log.info("retention: %s: %d", rule.name, gone)
        await self._keepers.privacy.tidy()
