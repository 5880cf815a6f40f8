"""Notices and mail of one person in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.clock import Moment
from bot.i18n import C_, Text, _, joined, text_of
from bot.mailing.opt_in import MailStatus
from bot.mailing.opt_in_rules import MailIsOff
from bot.mailing.rules import Lead
from bot.mailing.wishes import MyWishes
from bot.members.subscriptions import Subscription
from bot.members.wish_rules import ONLY_ON_WISH, Topic, Via, Wishes


def way_of(wishes: Wishes, topic: Topic) -> Via:
    """The chosen way of a topic, or what everybody gets."""
    return wishes.ways.get(topic, Via.OFF if topic in ONLY_ON_WISH else Via.DM)


def wish_lines(mine: MyWishes, *, wants_dm: bool, hides_subjects: bool, is_on: bool) -> list[Text]:
    """Everything that can be chosen, as it is now."""
    wishes = mine.wishes
    lines = [
        _("**{topic}**: {way}", topic=topic.label, way=_way(mine, topic, wants_dm=wants_dm))
        for topic in Topic
    ]
    wanted = [lead.label for lead in Lead if lead.value not in wishes.leads_off]
    lines.append(
        _("Reminders of an event: {leads}", leads=joined(*wanted) if wanted else C_("leads", "none"))
    )
    lines.append(_quiet(mine))
    lines.append(
        _(
            "Subjects in notices: {wish}",
            wish=C_("subjects", "hidden") if hides_subjects else C_("subjects", "shown"),
        )
    )
    lines.append(_mail(mine, is_on=is_on))
    return lines


def _way(mine: MyWishes, topic: Topic, *, wants_dm: bool) -> Text:
    way = way_of(mine.wishes, topic)
    if way is Via.DM and not wants_dm:
        return C_("way", "Direct message, which you switched off under “My settings”")
    if way is Via.MAIL and not mine.is_mailable:
        return C_("way", "Mail, but none reaches you at present")
    return way.label


def _quiet(mine: MyWishes) -> Text:
    quiet = mine.wishes.quiet
    if not quiet.is_on:
        return _("Quiet hours: none")
    return _(
        "Quiet hours: {starts} to {ends} ({zone})",
        starts=f"{quiet.starts:%H:%M}",
        ends=f"{quiet.ends:%H:%M}",
        zone=mine.tz.key,
    )


def _mail(mine: MyWishes, *, is_on: bool) -> Text:
    if not is_on:
        return text_of(MailIsOff())
    consent = mine.consent
    if consent is None or consent.state != "confirmed":
        return _("Mail: no confirmed address")
    return _("Mail: {address}", address=consent.address or "")


def status_lines(status: MailStatus, mine: MyWishes, tz: ZoneInfo, *, is_on: bool) -> list[Text]:
    """How mail stands for somebody, what comes by it, and what they can do."""
    if not is_on:
        return [text_of(MailIsOff())]
    lines = [_state(status.consent, tz)]
    if status.consent is not None and status.consent.state == "confirmed":
        lines += _confirmed(status, mine, tz)
    if status.waiting_address is not None:
        lines.append(
            _(
                "A number was mailed to {address} and waits to be entered; until then nothing changes.",
                address=status.waiting_address,
            )
        )
    return lines


def _state(consent: Subscription | None, tz: ZoneInfo) -> Text:
    if consent is None:
        return _("You get no mail: no address of yours is confirmed.")
    ended = Moment(consent.ended_at or consent.asked_at, tz)
    match consent.state:
        case "confirmed":
            return _(
                "Mail goes to {address}, since {moment}.",
                address=consent.address or "",
                moment=Moment(consent.confirmed_at or consent.asked_at, tz),
            )
        case "left":
            return _("You left on {moment}, and no mail is sent to you since.", moment=ended)
        case "suppressed":
            return _(
                "The mail server of {address} said on {moment} that this address does not exist, so no mail "
                "is sent there. Please register an address that can be reached.",
                address=consent.address or "",
                moment=ended,
            )
        case _:
            return _("{address} is not confirmed yet.", address=consent.address or "")


def _confirmed(status: MailStatus, mine: MyWishes, tz: ZoneInfo) -> list[Text]:
    by_mail = [topic.label for topic in Topic if way_of(mine.wishes, topic) is Via.MAIL]
    lines = [
        _("By mail: {topics}", topics=joined(*by_mail))
        if by_mail
        else _("Nothing comes by mail. You can choose it with /reminders.")
    ]
    if not status.is_mailable and status.consent is not None and status.consent.suspended_until is not None:
        lines.append(
            _(
                "Mails to you kept coming back, so none is sent until {moment}. Please see whether the "
                "mailbox is full, or register another address.",
                moment=Moment(status.consent.suspended_until, tz),
            )
        )
    return lines
