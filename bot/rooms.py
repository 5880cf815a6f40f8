"""Every part of the bot without Discord, put together once: the rooms and who uses which other one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.attendance.desk import CheckInDesk
from bot.attendance.privacy import PastAttendance
from bot.attendance.service import CheckIns
from bot.backups.service import Backups
from bot.clock import Clock
from bot.consultations.service import Consultations
from bot.db import Database
from bot.desk.handover import Handover
from bot.desk.service import Desk
from bot.events.announcements import Announcements
from bot.events.by_mail import CalendarDeclines
from bot.events.departures import Departures
from bot.events.drafts import Drafts
from bot.events.editing import Editor
from bot.events.edits import Edits
from bot.events.flyers import Flyers
from bot.events.forgetting import PastMeetings
from bot.events.mail_answers import MailAnswers
from bot.events.new_event_notices import NewEventNotices
from bot.events.on_behalf import OnBehalf
from bot.events.party import Parties
from bot.events.queries import topic_of
from bot.events.roster import Rosters
from bot.events.rsvp import Rsvps
from bot.events.scheduled import ScheduledAnnouncements
from bot.events.service import Events
from bot.events.snoozing import Snoozing
from bot.events.unreached import Unreached
from bot.feed.service import Feed
from bot.health.checks import Checks
from bot.health.clock_watch import ClockWatch, Steady
from bot.health.heartbeat import Heartbeat
from bot.health.outages import Outages
from bot.mailing.keeping import MailKeeping
from bot.mailing.leaving import Leaving
from bot.mailing.polling import MailPolling
from bot.mailing.returning import ReturnedMail
from bot.mailing.room import Mailing
from bot.mailing.sending_room import MailingToMany
from bot.members.communities import Communities
from bot.members.farewell import Farewells
from bot.members.presence import NobodyToAsk, Presence, Rollcall
from bot.members.privacy import Privacy
from bot.members.service import Members
from bot.mirrors.service import Mirrors
from bot.outbox.couriers import Courier
from bot.outbox.dispatcher import Dispatcher
from bot.outbox.faults import Faults
from bot.outbox.lane_rules import MAIL
from bot.outbox.mail.keys import MailKeys
from bot.outbox.pacing import NewDms, Pacer
from bot.outbox.service import Outbox
from bot.probono.room import Probono
from bot.projects.garden import Garden
from bot.projects.rooms import Projects
from bot.questions.service import Questions
from bot.records.export import Exports
from bot.records.feedback import Feedback
from bot.records.service import Records
from bot.reports.seed_year import SeedReports
from bot.reports.year import YearReports
from bot.retention import Keepers, Retention
from bot.seeds.exporting import SeedExports
from bot.seeds.sealing import Sealer
from bot.seeds.search import SeedSearch
from bot.seeds.service import Seeds
from bot.seeds.synonym_lists import SynonymLists
from bot.series.changing import SeriesChanges
from bot.series.course_announcing import CourseRoom
from bot.series.course_deciding import CourseDecisions
from bot.series.courses import Courses
from bot.series.planner import SeriesPlanner
from bot.series.service import SeriesRoom
from bot.series.sessions import Sessions
from bot.settings import Settings
from bot.themes.choosing import ThemeChoices
from bot.themes.service import Themes

if TYPE_CHECKING:
    from bot.outbox.mail.courier import MailCourier


class Rooms:
    """All use cases of one process. Built floor by floor: what is built later may use what is there."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        couriers: Mapping[str, Courier] | None,
        steady: Steady | None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.db = Database(settings.database_url)
        self.communities = Communities(self.db, clock)
        self.members = Members(self.db, clock)
        self.outbox = Outbox(self.db, clock)
        secret = _secret_of(settings)
        has_mail = settings.smtp_url is not None
        self.mail_keys = MailKeys(secret) if secret is not None and has_mail else None
        dice = random.SystemRandom()
        self.faults = Faults(self.db, clock, self.outbox, dice)
        self.mailing = Mailing(self.db, clock, self.members, self.outbox, self.mail_keys)
        self._meetings(clock)
        self._seasons(clock)
        self._evening(clock)
        self._people(clock)
        self._city(settings, clock, dice)
        self._office(clock)
        self._sending(settings, clock, couriers)
        self._watching(settings, clock, steady)

    def _meetings(self, clock: Clock) -> None:
        """Meetings: answers, seats, drafts, changes."""
        self.rsvps = Rsvps(self.db, clock, self.members, self.outbox)
        self.parties = Parties(self.db, clock, self.rsvps)
        self.on_behalf = OnBehalf(self.db, clock, self.members, self.rsvps, self.outbox)
        self.rosters = Rosters(self.db)
        self.snoozing = Snoozing(self.db, clock, self.outbox)
        self.events = Events(self.db, clock, self.rsvps, self.outbox)
        self.unreached = Unreached(self.db, self.outbox)
        self.announcements = Announcements(self.db, clock, self.rsvps, self.outbox)
        self.new_event_notices = NewEventNotices(clock, self.outbox)
        self.editor = Editor(self.rsvps, self.outbox)
        self.edits = Edits(self.db, clock, self.members, self.editor)
        self.drafts = Drafts(self.db, clock, self.members)
        self.scheduled = ScheduledAnnouncements(self.db, clock, self.drafts, self.events, self.outbox)

    def _seasons(self, clock: Clock) -> None:
        """What comes again, and courses."""
        self.series = SeriesRoom(self.db, clock, self.members, self.outbox)
        self.sessions = Sessions(self.db, clock, self.drafts, self.outbox)
        self.series_changes = SeriesChanges(self.db, clock, self.outbox, self.editor.change_boxes)
        self.series_planner = SeriesPlanner(self.db, clock, self.outbox)
        self.courses = Courses(self.db, clock, self.rsvps)
        self.course_room = CourseRoom(self.db, clock, self.outbox)
        self.course_decisions = CourseDecisions(self.db, clock, self.rsvps, self.outbox)

    def _evening(self, clock: Clock) -> None:
        """The evening itself and what remains of it."""
        self.check_ins = CheckIns(self.db, clock, self.members, self.rsvps)
        self.check_in_desk = CheckInDesk(self.db, clock, self.members, self.rsvps)
        self.records = Records(self.db, clock, self.outbox)
        self.feedback = Feedback(self.db, clock)
        self.exports = Exports(self.db, clock, self.members, self.outbox)
        self.flyers = Flyers(self.db, clock)

    def _people(self, clock: Clock) -> None:
        """Who is there, who leaves, what they ask."""
        self.privacy = Privacy(self.db, clock)
        self.farewells = Farewells(self.db, clock, self.privacy)
        self.presence: Presence = NobodyToAsk()
        self.rollcall = Rollcall(self.db, clock, self.members)
        self.departures = Departures(self.db, clock, self.rsvps, self.outbox)
        self.questions = Questions(self.db, clock, self.members, self.outbox, topic_of)

    def _city(self, settings: Settings, clock: Clock, dice: random.Random) -> None:
        """Seeds, projects, probono, consultations, and the figures of all."""
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

    def _office(self, clock: Clock) -> None:
        """The desk and handing over."""
        self.desk = Desk(self.db, clock, self.outbox)
        self.handover = Handover(self.db, clock, self.members, self.outbox)

    def _sending(self, settings: Settings, clock: Clock, couriers: Mapping[str, Courier] | None) -> None:
        """How things get out, and where else meetings stand."""
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
        self.mail_courier = _mail_courier(settings, clock, self.mail_keys)
        self.outbox.kinds.has_mail = self.mail_courier is not None
        self.mail_dispatcher = Dispatcher(
            self.db,
            self.outbox,
            self.with_mail(couriers or {}),
            clock,
            pacer=Pacer(settings.mail_per_minute / 60),
            new_dms=self.new_dms,
            lane=MAIL,
        )
        self.returned_mail = ReturnedMail(self.db, clock, self.outbox)
        self.leaving = Leaving(self.db, clock)
        self.calendar_declines = CalendarDeclines(self.rsvps, self.outbox)
        self.mail_answers = MailAnswers(self.db, clock, self.members, self.on_behalf, self.outbox)
        self.mail_polling = MailPolling(
            self.db, clock, self.outbox, self.returned_mail, settings, self.mail_keys
        )
        self.to_many = MailingToMany(self.db, clock, self.members, self.outbox)
        self.mirrors = Mirrors(self.db, clock, self.pacer)
        self.feed = Feed(self.db, clock, settings.calendar_feed_dir)

    def _watching(self, settings: Settings, clock: Clock, steady: Steady | None) -> None:
        """Whether all is well, and how long everything is kept."""
        self.backups = Backups(settings, clock)
        self.outages = Outages(self.db, clock, self.outbox, self.faults)
        self.clock_watch = ClockWatch(
            self.db, clock, self.outbox, steady=steady, release=self._release_from_the_future
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
                mail=MailKeeping(self.db, clock),
                outbox=self.outbox,
                farewells=self.farewells,
                privacy=self.privacy,
                backups=self.backups,
            )
        )
        self.heartbeat = Heartbeat(settings.data_folder, clock)
        self.checks = Checks(self.db, clock, settings, self.backups)

    def with_mail(self, couriers: Mapping[str, Courier]) -> Mapping[str, Courier]:
        """These couriers and the one for mail, where a mail server is set."""
        return {"mail": self.mail_courier, **couriers} if self.mail_courier is not None else couriers

    async def _release_from_the_future(self, *, retry: bool) -> None:
        self.mail_dispatcher.release_soon(retry=retry)
        await self.dispatcher.release_from_the_future(retry=retry)


def _mail_courier(settings: Settings, clock: Clock, keys: MailKeys | None) -> MailCourier | None:
    if settings.smtp_url is None or keys is None:
        return None
    from bot.outbox.mail.building import build_mail_courier  # only where mail is sent

    return build_mail_courier(settings, clock, keys)


def _secret_of(settings: Settings) -> str | None:
    return settings.seed_key.get_secret_value().strip() if settings.seed_key is not None else None
