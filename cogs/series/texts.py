"""Series and sessions in words, for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import discord

from bot.clock import LocalDate, Moment, Span
from bot.i18n import Joined, Text, _, _n, joined, text_of
from bot.series.previewing import Preview
from bot.series.rule_texts import rule_text
from bot.series.rules import Series, SeriesState, Session, SessionState
from bot.series.service import Panel
from cogs.series.course_staff import course_way_lines
from cogs.shared.press import Press


@dataclass(frozen=True, slots=True)
class YearMonth:
    """``2027年2月`` or ``Feb 2027``, inside a sentence."""

    first: date

    def to(self, lang: str) -> str:
        said = LocalDate(self.first).to(lang)
        return said.removesuffix("1日") if lang.startswith("ja") else said.removeprefix("1 ")


def preview_embed(press: Press, shown: Preview) -> discord.Embed:
    """What the series would be: its rule said back, its next dates, and what is worth a second look."""
    series = shown.series
    embed = discord.Embed(
        title=press.say(_("{title}", title=series.title or "…")),
        description="\n".join(press.say(line) for line in way_lines(series)),
    )
    embed.add_field(
        name=press.say(_("Next sessions")),
        value="\n".join(press.say(_when(session)) for session in shown.sessions) or "–",
        inline=False,
    )
    notes = [press.say(line) for line in _notes(shown)]
    if notes:
        embed.add_field(name=press.say(_("Please check")), value="\n".join(notes), inline=False)
    return embed


def _notes(shown: Preview) -> list[Text]:
    notes: list[Text] = []
    if shown.without:
        months = joined(*(YearMonth(month) for month in shown.without))
        notes.append(_("These months have no such day and are left out: {months}", months=months))
    if shown.in_gap:
        days = joined(*(LocalDate(day) for day in shown.in_gap))
        notes.append(
            _("On these days the clocks jump over that hour, so they are left out: {days}", days=days)
        )
    if shown.closed:
        days = joined(*(LocalDate(day) for day in shown.closed))
        notes.append(
            _(
                "These are closed days of the office: {days}. “Change” lets you leave them out with a line "
                "like “except 12/31”.",
                days=days,
            )
        )
    if shown.problem is not None:
        notes.append(text_of(shown.problem))
    return notes


def way_lines(series: Series) -> list[Text]:
    """The rule, the place, and what the bot does by itself."""
    lines: list[Text] = []
    if series.recurrence is not None:
        lines.append(_("How often: {rule}", rule=rule_text(series.recurrence)))
    if series.form.venue:
        lines.append(_("Where: {venue}", venue=series.form.venue))
    if series.form.online:
        lines.append(_("Also online; the link is shown only to those who take part online."))
    if series.is_course:
        return [*lines, *course_way_lines(series)]
    lines.append(
        _n(
            "The bot drafts each session {count} day before and puts it on the desk.",
            "The bot drafts each session {count} days before and puts it on the desk.",
            count=series.days_ahead,
        )
    )
    if series.announce is not None:
        lines.append(_("It is announced by itself: {when}.", when=series.announce.text))
    else:
        lines.append(_("It is announced when somebody of the office presses it."))
    if series.first_number is None:
        lines.append(_("Sessions are not numbered."))
    return lines


def _when(session: Session) -> Text:
    return _(
        "{span} {title}",
        span=Span(session.starts_at, session.ends_at, session.tz),
        title=session.title,
    )


_STATES = {
    SessionState.PLANNED: _("not drafted yet"),
    SessionState.DRAFTED: _("draft is ready"),
    SessionState.ANNOUNCED: _("announced"),
    SessionState.SKIPPED: _("does not take place"),
}


def state_text(session: Session) -> Text:
    """Where a session stands."""
    if session.announce_at is not None:
        moment = Moment(session.announce_at, session.tz)
        return _("draft is ready, announced by itself on {moment}", moment=moment)
    return _STATES[session.state]


def panel_embed(press: Press, panel: Panel) -> discord.Embed:
    """A series that was started, with the sessions that lie ahead."""
    series = panel.series
    lines = [press.say(line) for line in way_lines(series)]
    if series.state is SeriesState.PAUSED:
        lines.insert(0, press.say(_("**Paused**: nothing is drafted or announced until it is resumed.")))
    if series.state is SeriesState.ENDED:
        lines = [press.say(_("This series has ended."))]
    embed = discord.Embed(title=press.say(_("{title}", title=series.title)), description="\n".join(lines))
    sessions = [
        press.say(_("・{session}: {state}", session=_when(session), state=state_text(session)))
        for session in panel.sessions
    ]
    nothing = press.say(_("No session lies ahead."))
    embed.add_field(name=press.say(_("Next sessions")), value="\n".join(sessions) or nothing, inline=False)
    return embed


def session_embed(
    press: Press, session: Session, venue: str, online: str, *, seed: tuple[int, str] | None = None
) -> discord.Embed:
    """One session: when, where, where it stands, and the number and title of the seed of its theme."""
    span = Span(session.starts_at, session.ends_at, session.tz)
    lines: list[Text | Joined] = [_("When: {span}", span=span)]
    if session.doors_at is not None:
        lines.append(_("Doors open: {moment}", moment=Moment(session.doors_at, session.tz)))
    if venue:
        lines.append(_("Where: {venue}", venue=venue))
    if online:
        lines.append(_("Also online; the link is shown only to those who take part online."))
    if not venue:
        lines.append(_("Only online."))
    lines.append(_("State: {state}", state=state_text(session)))
    if seed is not None:
        lines.append(_("Its theme is from seed #{number}: {title}", number=seed[0], title=seed[1]))
    if session.original_day is None:
        lines.append(_("An extraordinary session: it uses no number."))
    return discord.Embed(
        title=press.say(session.title), description="\n".join(press.say(line) for line in lines)
    )
