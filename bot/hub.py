"""The composition root without Discord: every part of the bot, put together once.

What lies below reaches what lies above only through the functions registered here.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Mapping

from bot.attendance import desk_lines as attendance_lines
from bot.attendance.desk import CheckInDesk
from bot.attendance.privacy import PastAttendance, attendance_part
from bot.attendance.service import CheckIns
from bot.backups.service import Backups
from bot.clock import Clock, system_clock
from bot.consultations.privacy import consultations_part
from bot.consultations.service import Consultations
from bot.db import Database
from bot.desk.backup_line import backup_line
from bot.desk.handover import Handover
from bot.desk.service import Desk
from bot.desk.staff_lines import staff_lines
from bot.events import desk_lines as event_lines, notices as event_notices, people_lines
from bot.events.announcements import Announcements
from bot.events.card_notices import EventCards
from bot.events.departures import Departures, departed_lines
from bot.events.drafts import Drafts
from bot.events.editing import Editor
from bot.events.edits import Edits
from bot.events.flyers import Flyers
from bot.events.forgetting import PastMeetings
from bot.events.on_behalf import OnBehalf
from bot.events.party import Parties
from bot.events.privacy import events_part
from bot.events.queries import topic_of
from bot.events.roster import Rosters
from bot.events.rsvp import Rsvps
from bot.events.scheduled import ScheduledAnnouncements, what_leaves
from bot.events.service import Events
from bot.feed.desk_lines import feed_lines
from bot.feed.service import Feed
from bot.health.checks import Checks
from bot.health.clock_watch import ClockWatch, Steady
from bot.health.heartbeat import Heartbeat
from bot.health.outages import Outages
from bot.members.communities import Communities
from bot.members.farewell import Farewells
from bot.members.own_part import members_part
from bot.members.presence import NobodyToAsk, Presence, Rollcall
from bot.members.privacy import Privacy
from bot.members.service import Members
from bot.mirrors import desk_lines as mirror_lines
from bot.mirrors.board import Board
from bot.mirrors.privacy import mirrors_part
from bot.mirrors.service import Mirrors
from bot.outbox.couriers import Courier
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.faults import Faults
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.privacy import outbox_part
from bot.outbox.service import Outbox
from bot.probono import desk_lines as probono_lines
from bot.probono.need_lines import need_lines
from bot.probono.offer_holds import offer_lines
from bot.probono.privacy import probono_part
from bot.probono.room import Probono
from bot.projects import desk_lines as project_lines
from bot.projects.garden import Garden
from bot.projects.privacy import projects_part
from bot.projects.rooms import Projects
from bot.questions import desk_lines as question_lines
from bot.questions.privacy import privacy_part as questions_part
from bot.questions.service import Questions
from bot.records import desk_lines as record_lines, telling as record_telling
from bot.records.export import Exports
from bot.records.feedback import Feedback
from bot.records.privacy import records_part
from bot.records.service import Records
from bot.reports.seed_year import SeedReports
from bot.reports.year import YearReports
from bot.retention import Keepers, Retention
from bot.seeds import desk_lines as seed_lines
from bot.seeds.exporting import SeedExports
from bot.seeds.privacy import seeds_part
from bot.seeds.sealing import Sealer
from bot.seeds.search import SeedSearch
from bot.seeds.service import Seeds
from bot.seeds.synonym_lists import SynonymLists, seed_search_part
from bot.series import course_lines, course_notices, desk_lines as series_lines, notices as series_notices
from bot.series.changing import SeriesChanges
from bot.series.course_announcing import CourseRoom
from bot.series.course_deciding import CourseDecisions
from bot.series.courses import Courses
from bot.series.planner import SeriesPlanner
from bot.series.privacy import series_part
from bot.series.queries import comes_by_itself
from bot.series.service import SeriesRoom
from bot.series.sessions import Sessions
from bot.settings import Settings
from bot.themes.choosing import ThemeChoices
from bot.themes.privacy import themes_part
from bot.themes.queries import has_candidates
from bot.themes.service import Themes, event_card_lines, seed_card_lines

_log = logging.getLogger(__name__)


class Hub:
    """All use cases of one process, by who uses them. Close it, or the process hangs at its end."""

    def __init__(  # noqa: PLR0915  (the list of everything)
        self,
        settings: Settings,
        clock: Clock,
        couriers: Mapping[str, Courier] | None,
        steady: Steady | None,
    ) -> None:
        dice = random.SystemRandom()
        self.settings = settings
        self.clock = clock
        self.db = Database(settings.database_url)
        self.communities = Communities(self.db, clock)
        self.members = Members(self.db, clock)
        self.outbox = Outbox(self.db, clock)
        self.rsvps = Rsvps(self.db, clock, self.members, self.outbox)
        self.parties = Parties(self.db, clock, self.rsvps)
        self.on_behalf = OnBehalf(self.db, clock, self.members, self.rsvps, self.outbox)
        self.rosters = Rosters(self.db)
        self.events = Events(self.db, clock, self.rsvps, self.outbox)
        self.announcements = Announcements(self.db, clock, self.rsvps, self.outbox)
        self.editor = Editor(self.rsvps, self.outbox)
        self.edits = Edits(self.db, clock, self.members, self.editor)
        self.drafts = Drafts(self.db, clock, self.members)
        self.scheduled = ScheduledAnnouncements(self.db, clock, self.drafts, self.events, self.outbox)
        self.series = SeriesRoom(self.db, clock, self.members, self.outbox)
        self.sessions = Sessions(self.db, clock, self.drafts, self.outbox)
        self.series_changes = SeriesChanges(self.db, clock, self.outbox, self.editor.change_boxes)
        self.series_planner = SeriesPlanner(self.db, clock, self.outbox)
        self.check_ins = CheckIns(self.db, clock, self.members, self.rsvps)
        self.check_in_desk = CheckInDesk(self.db, clock, self.members, self.rsvps)
        self.records = Records(self.db, clock, self.outbox)
        self.feedback = Feedback(self.db, clock)
        self.exports = Exports(self.db, clock, self.members, self.outbox)
        self.flyers = Flyers(self.db, clock)
        self.courses = Courses(self.db, clock, self.rsvps)
        self.course_room = CourseRoom(self.db, clock, self.outbox)
        self.course_decisions = CourseDecisions(self.db, clock, self.rsvps, self.outbox)
        self.privacy = Privacy(self.db, clock)
        self.farewells = Farewells(self.db, clock, self.privacy)
        self.presence: Presence = NobodyToAsk()
        self.rollcall = Rollcall(self.db, clock, self.members)
        self.departures = Departures(self.db, clock, self.rsvps, self.outbox)
        self.faults = Faults(self.db, clock, self.outbox, dice)
        self.questions = Questions(self.db, clock, self.members, self.outbox, topic_of)
        self.seeds = Seeds(self.db, clock, self.members, self.outbox, Sealer(_secret_of(settings)), dice)
        self.themes = Themes(self.seeds.tools)
        self.theme_choices = ThemeChoices(self.seeds.tools, self.sessions)
        self.seed_search = SeedSearch(self.db, clock, self.outbox)
        self.seed_synonyms = SynonymLists(self.db)
        self.seed_exports = SeedExports(self.db, clock)
        garden = Garden(self.seeds.tools, self.seeds.posting)
        self.projects = Projects(self.db, clock, self.members, self.outbox, garden)
        self.probono = Probono(self.db, clock, self.members, self.outbox)
        self.reports = YearReports(self.db, clock)
        self.seed_reports = SeedReports(self.db, clock)
        self.consultations = Consultations(self.db, clock, self.members)
        self.desk = Desk(self.db, clock, self.outbox)
        self.handover = Handover(self.db, clock, self.members, self.outbox)
        self.backups = Backups(settings, clock)
        self.pacer = Pacer(settings.discord_requests_per_second)
        self.new_dms = NewDms(settings.discord_new_dms_per_minute)
        self.dispatcher = Dispatcher(
            self.db,
            self.outbox,
            couriers or {},
            clock,
            pacer=self.pacer,
            new_dms=self.new_dms,
        )
        self.mirrors = Mirrors(self.db, clock, self.pacer)
        self.feed = Feed(self.db, clock, settings.calendar_feed_dir)
        self.outages = Outages(self.db, clock, self.outbox, self.faults)
        self.clock_watch = ClockWatch(
            self.db, clock, self.outbox, steady=steady, release=self.dispatcher.release_from_the_future
        )
        self.retention = Retention(
            Keepers(
                drafts=self.drafts,
                edits=self.edits,
                series=self.series,
                flyers=self.flyers,
                past_meetings=PastMeetings(self.db, clock),
                past_attendance=PastAttendance(self.db, clock),
                feedback=self.feedback,
                questions=self.questions,
                seeds=self.seeds,
                consultations=self.consultations,
                probono=self.probono.keeping,
                outbox=self.outbox,
                farewells=self.farewells,
                privacy=self.privacy,
                backups=self.backups,
            )
        )
        self.heartbeat = Heartbeat(settings.data_folder, clock)
        self.checks = Checks(self.db, clock, settings, self.backups)
        self._join_features()

    def _join_features(self) -> None:
        """What lies below learns here of what lies above."""
        event_notices.register(self.outbox.kinds, EventCards(event_card_lines))
        series_notices.register(self.outbox.kinds)
        course_notices.register(self.outbox.kinds)
        self.seeds.tools.on_moved += [self.projects.room.seed_changed, self.themes.seed_moved]
        self.events.on_announced(self.series_planner.was_announced)
        self.events.on_announced(self.theme_choices.was_announced)
        self.events.on_changed = self.editor.on_changed = self.themes.meeting_changed
        self.seeds.cards.meeting_lines = seed_card_lines
        self.handover.register(what_leaves)
        record_telling.register(self.outbox)
        for lines in (
            departed_lines,
            staff_lines,
            question_lines.source(topic_of),
            backup_line(self.backups),
            people_lines.lines,
            mirror_lines.lines,
            feed_lines(self.feed),
            event_lines.source(comes_by_itself),
            series_lines.source(has_candidates),
            attendance_lines.lines,
            record_lines.lines,
            course_lines.lines,
            seed_lines.lines,
            project_lines.lines,
            need_lines,
            offer_lines,
            probono_lines.lines(self.probono.tools.lexicon),
        ):
            self.desk.register(lines)
        self.privacy.register(
            projects_part(self.outbox),
            probono_part(self.probono.ends),
            records_part(),
            attendance_part(),
            mirrors_part(),
            themes_part(),
            series_part(),
            consultations_part(),
            seed_search_part(),
            seeds_part(self.seeds.tools),
            events_part(self.rsvps),
            questions_part(self.outbox, topic_of),
            outbox_part(self.outbox.kinds, topic_of),
            members_part(),
        )

    def use_couriers(self, couriers: Mapping[str, Courier]) -> None:
        """Hand in those who carry; the Discord courier exists only once there is a bot."""
        self.dispatcher.use_couriers(couriers)

    def use_board(self, board: Board) -> None:
        """Hand in who asks Discord about its own events; before that none follow."""
        self.mirrors.use_board(board)

    def use_presence(self, presence: Presence) -> None:
        """Hand in who can be asked about people; before that nothing is known of them."""
        self.presence = presence

    async def tick(self) -> None:
        """Announce, decide and send everything that is due and bring the cards up to date."""
        await self.clock_watch.look()
        await self.scheduled.run()
        await self.seeds.surfacing.run()
        await self.outbox.release_held()
        await self.theme_choices.settle()
        await self.course_decisions.run()
        await self.outages.tell()
        await self.heartbeat.during(self.dispatcher.tick(), self.outbox.next_due_at)
        self.heartbeat.beat()

    async def mirror(self) -> None:
        """Bring Discord's own events, published cards and the public calendar up to date."""
        await self.feed.bring_up_to_date()
        await self.mirrors.bring_up_to_date()

    async def plan(self) -> None:
        """Once an hour and at the start: plan what comes by the calendar."""
        await self.desk.plan_weekly()
        await self.series_planner.plan()
        await self.seeds.planner.plan()
        await self.projects.plan()
        await self.probono.plan()

    async def look_around(self) -> None:
        """Once an hour: who of tomorrow's people has left, how many are in the office, what was deleted."""
        await self.departures.look(self.presence)
        await self.projects.look_around(self.presence)
        await self.rollcall.count_staff(self.presence)
        self.feed.forget_what_stands()
        await self.mirrors.look()

    async def back_up(self) -> None:
        """Once an hour and at the start: make the day's backup if it is still to be made."""
        await self.backups.make_when_due()

    async def tidy(self) -> None:
        """Once a day: forget what is no longer needed, unless the clock may be far ahead."""
        if self.clock_watch.trusts():
            await self.retention.run()
        else:
            _log.warning("nothing is deleted for its age today: the clock went forward by more than a week")

    async def report_fault(
        self, community_id: int, reference: str, where: str, *, is_anonymous: bool = False
    ) -> None:
        """Tell staff in one line that something of ours broke, under the reference of the log entry.

        ``is_anonymous``: somebody who wants to stay unknown met it, so the line leaves a random time later.
        """
        await self.outages.report_fault(community_id, reference, where, is_anonymous=is_anonymous)

    async def stop(self) -> None:
        """Take nothing new to send, and wait until what is on its way has been marked."""
        self.backups.stop()
        self.mirrors.stop()
        await self.dispatcher.stop()

    async def close(self) -> None:
        """Close the database; afterwards nothing here may be used."""
        self.heartbeat.end()
        await self.db.close()


def _secret_of(settings: Settings) -> str | None:
    return settings.seed_key.get_secret_value().strip() if settings.seed_key is not None else None


def build_hub(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    couriers: Mapping[str, Courier] | None = None,
    steady: Steady | None = None,
) -> Hub:
    """Put everything together; no connection is opened yet.

    ``steady`` counts seconds, whatever the clock does; by default the computer's own beside its own clock,
    and none beside hands that a test or the sandbox moves.
    """
    if steady is None and clock is system_clock:
        steady = time.monotonic
    return Hub(settings, clock, couriers, steady)
