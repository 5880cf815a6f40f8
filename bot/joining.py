"""What lies below learns here of what lies above: notices, lines of the desk, shares in people's data."""

from __future__ import annotations

from functools import partial

from bot.attendance import desk_lines as attendance_lines
from bot.attendance.privacy import attendance_part
from bot.consultations.privacy import consultations_part
from bot.desk.backup_line import backup_line
from bot.desk.staff_lines import staff_lines
from bot.events import by_mail, desk_lines as event_lines, notices as event_notices, people_lines
from bot.events.broadcast_people import people_of
from bot.events.card_notices import EventCards
from bot.events.departures import departed_lines
from bot.events.digest_section import coming_events
from bot.events.privacy import events_part
from bot.events.queries import topic_of
from bot.events.scheduled import what_leaves
from bot.events.wish_planning import replanner
from bot.feed.desk_lines import feed_lines
from bot.mailing.answers import answer_lines
from bot.mailing.desk_lines import broadcast_lines
from bot.mailing.privacy import mailing_part
from bot.members.own_part import members_part
from bot.members.wish_part import wishes_part
from bot.mirrors import desk_lines as mirror_lines
from bot.mirrors.privacy import mirrors_part
from bot.outbox.privacy import outbox_part
from bot.probono import desk_lines as probono_lines
from bot.probono.digest_section import new_needs
from bot.probono.need_lines import need_lines
from bot.probono.offer_holds import offer_lines
from bot.probono.privacy import probono_part
from bot.projects import desk_lines as project_lines
from bot.projects.privacy import projects_part
from bot.questions import desk_lines as question_lines
from bot.questions.privacy import privacy_part as questions_part
from bot.records import desk_lines as record_lines, telling as record_telling
from bot.records.privacy import records_part
from bot.rooms import Rooms
from bot.seeds import desk_lines as seed_lines
from bot.seeds.digest_section import seeds_of_the_week
from bot.seeds.privacy import seeds_part
from bot.seeds.synonym_lists import seed_search_part
from bot.series import course_lines, course_notices, desk_lines as series_lines, notices as series_notices
from bot.series.privacy import series_part
from bot.series.queries import comes_by_itself
from bot.themes.privacy import themes_part
from bot.themes.queries import has_candidates
from bot.themes.service import event_card_lines, seed_card_lines


def join(rooms: Rooms) -> None:
    """Register with each room what others bring to it."""
    event_notices.register(rooms.outbox.kinds, EventCards(event_card_lines))
    series_notices.register(rooms.outbox.kinds)
    course_notices.register(rooms.outbox.kinds)
    rooms.seeds.tools.on_moved += [rooms.projects.room.seed_changed, rooms.themes.seed_moved]
    rooms.events.on_announced(rooms.series_planner.was_announced)
    rooms.events.on_announced(rooms.theme_choices.was_announced)
    rooms.events.on_announced(rooms.new_event_notices.was_announced)
    rooms.events.on_changed = rooms.editor.on_changed = rooms.themes.meeting_changed
    rooms.seeds.cards.meeting_lines = seed_card_lines
    rooms.handover.register(what_leaves)
    rooms.mailing.wishes.on_changed.append(replanner(rooms.outbox))
    rooms.to_many.broadcasts.use_meetings(people_of)
    rooms.to_many.digests.register(coming_events, seeds_of_the_week, new_needs)
    record_telling.register(rooms.outbox)
    rooms.returned_mail.withdraw = rooms.calendar_declines.withdraw
    rooms.returned_mail.next_meeting = by_mail.next_meeting
    confirm_seats = partial(by_mail.confirm_seats, rooms.outbox)
    rooms.returned_mail.on_confirmed = confirm_seats
    rooms.mailing.guests.on_yes.append(confirm_seats)
    _lines_of_the_desk(rooms)
    _shares_in_peoples_data(rooms)


def _lines_of_the_desk(rooms: Rooms) -> None:
    for lines in (
        departed_lines,
        staff_lines,
        question_lines.source(topic_of),
        answer_lines,
        backup_line(rooms.backups),
        people_lines.lines,
        mirror_lines.lines,
        feed_lines(rooms.feed),
        broadcast_lines,
        event_lines.source(comes_by_itself),
        series_lines.source(has_candidates),
        attendance_lines.lines,
        record_lines.lines,
        course_lines.lines,
        seed_lines.lines,
        project_lines.lines,
        need_lines,
        offer_lines,
        probono_lines.lines(rooms.probono.tools.lexicon),
    ):
        rooms.desk.register(lines)


def _shares_in_peoples_data(rooms: Rooms) -> None:
    rooms.privacy.register(
        mailing_part(),
        projects_part(rooms.outbox),
        probono_part(rooms.probono.ends),
        records_part(),
        attendance_part(),
        mirrors_part(),
        themes_part(),
        series_part(),
        consultations_part(),
        seed_search_part(),
        seeds_part(rooms.seeds.tools),
        events_part(rooms.rsvps),
        questions_part(rooms.outbox, topic_of),
        outbox_part(rooms.outbox.kinds, topic_of),
        wishes_part(),
        members_part(),
    )
