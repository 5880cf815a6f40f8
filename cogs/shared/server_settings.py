"""A community's settings in words, for the screens that show them."""

from __future__ import annotations

from bot.clock import LocalDate
from bot.i18n import C_, Joined, Raw, Text, _, _n, joined
from bot.members.rules import Community, Leads

LANGUAGE_NAMES = {"ja": Raw("日本語"), "en": Raw("English")}
"""Each language in its own words, so that whoever needs it can read it."""


def more_settings(community: Community) -> list[tuple[Text, Text | Joined | Raw]]:
    """Name and value of everything that has a sensible value from the start."""
    ring = Raw(f"<@&{community.ring_role_id}>") if community.ring_role_id else C_("role to ring", "none")
    closed = (
        joined(*(LocalDate(day) for day in community.closed_days))
        if community.closed_days
        else C_("closed days", "none")
    )
    archive = (
        Raw(f"<#{community.archive_channel_id}>")
        if community.archive_channel_id
        else C_("channel for records", "none")
    )
    return [
        (_("Language of announcements"), LANGUAGE_NAMES[community.language]),
        (_("Time zone"), _("{zone}", zone=community.timezone)),
        (_("Reminders"), leads_text(community.leads)),
        (_("Waiting list"), _promotion(community.promotion_stops_hours)),
        (_("Role that can be rung"), ring),
        (_("Closed days"), closed),
        (_("Channel for records"), archive),
        (_("Office's addresses"), _office(community)),
        (_("Meetings among this server's own events"), on_or_off(community.mirrors_events)),
        (_("Announcements published to servers that follow the channel"), on_or_off(community.crossposts)),
        (
            _("Drafts of series"),
            _n(
                "{count} day before each session",
                "{count} days before each session",
                count=community.draft_days,
            ),
        ),
    ]


def _office(community: Community) -> Text | Joined:
    """Where people can write to; both stand at the end of every mail."""
    known = [
        Text("{written}", {"written": each})
        for each in (community.office_mail, community.postal_address)
        if each
    ]
    return joined(*known) if known else C_("office's addresses", "none")


def _promotion(hours: int) -> Text:
    return _n(
        "moves up until {count} hour before the start; then a free seat goes to whoever presses first",
        "moves up until {count} hours before the start; then a free seat goes to whoever presses first",
        count=hours,
    )


def on_or_off(is_on: bool) -> Text:
    return C_("switch", "on") if is_on else C_("switch", "off")


def leads_text(leads: Leads) -> Text:
    """When reminders leave."""
    return _(
        "7 days before: {week} (only to those who answered early) / the day before: {eve} / "
        "at the venue: {venue} before / online: {online} before",
        week=leads.week,
        eve=leads.eve,
        venue=_length(leads.venue_minutes),
        online=_length(leads.online_minutes),
    )


def _length(minutes: int) -> Text:
    if minutes % 60 == 0:
        return _n("{count} hour", "{count} hours", count=minutes // 60)
    return _n("{count} minute", "{count} minutes", count=minutes)
