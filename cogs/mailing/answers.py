"""Replies by mail, privately for the office: who wrote what about which event; accept or set aside."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import Moment, shorten
from bot.events.mail_answers import Accepted, ListedAnswer, MailAnswerList
from bot.events.on_behalf import Account
from bot.events.rules import Choice, Place
from bot.i18n import C_, Text, _
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press

EXCERPT_SHOWN = 300
AS_IT_IS = "as_it_is"

CHOICES: dict[str, Text] = {
    Choice.VENUE.value: C_("mail answer", "At the venue"),
    Choice.ONLINE.value: C_("mail answer", "Online"),
    Choice.DECLINED.value: C_("mail answer", "Absent"),
    "yes": C_("mail answer", "Yes"),
}


class OpenMailAnswers(HubButton, template="mailanswer:0:list"):
    """From the desk to the list."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        found = await press.hub.mail_answers.listing(press.community_id)
        await press.answer(embed=_embed(press, found), view=_view(press, found))


class MailAnswersPage(HubButton, template="mailanswer:{page:d}:page:{way}"):
    """[Previous], [Next] and [Look again]; ``way`` only tells the buttons apart."""

    page: int
    way: str
    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        await _show_again(press, None, self.page)


class AcceptMailAnswer(HubButton, template="mailanswer:{answer_id:d}:accept:{choice}"):
    """[Accept as it stands], or what an unclear one means."""

    answer_id: int
    choice: str
    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        choice = self.choice if self.choice in CHOICES and self.choice != "yes" else None
        done = await press.hub.mail_answers.accept(press.community_id, _actor(press), self.answer_id, choice)
        await _show_again(press, _accepted(done))


class SetMailAnswerAside(HubButton, template="mailanswer:{answer_id:d}:aside"):
    """[Set aside]: nothing comes of it, and nobody is told."""

    answer_id: int
    right: ClassVar[Right] = Right.STAFF
    updates = True

    async def press(self, press: Press) -> None:
        await press.hub.mail_answers.set_aside(press.community_id, _actor(press), self.answer_id)
        await _show_again(press, _("Set aside. Nobody was told, and nothing was changed."))


MAIL_ANSWER_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    OpenMailAnswers,
    MailAnswersPage,
    AcceptMailAnswer,
    SetMailAnswerAside,
)


def _actor(press: Press) -> Account:
    return Account(press.user_id, press.display_name)


async def _show_again(press: Press, done: Text | None, page: int = 1) -> None:
    found = await press.hub.mail_answers.listing(press.community_id, page)
    await press.update(done, embed=_embed(press, found), view=_view(press, found))


def _embed(press: Press, found: MailAnswerList) -> discord.Embed:
    totals = found.totals
    head = _(
        "Mail here: {confirmed} people get it; {suspended} rest because mails came back; {suppressed} "
        "addresses do not exist; {bounces} mails came back in 30 days.",
        confirmed=totals.confirmed,
        suspended=totals.suspended,
        suppressed=totals.suppressed,
        bounces=totals.bounces,
    )
    blocks = [_block(press, number, listed) for number, listed in enumerate(found.answers, 1)]
    if not blocks:
        blocks = [press.say(_("No reply by mail is waiting."))]
    embed = discord.Embed(
        title=press.say(_("Replies by mail")), description="\n\n".join([press.say(head), *blocks])
    )
    if found.pages > 1:
        embed.set_footer(text=press.say(_("Page {page} of {pages}", page=found.page, pages=found.pages)))
    return embed


def _block(press: Press, number: int, listed: ListedAnswer) -> str:
    answer = listed.answer
    meant = CHOICES[answer.choice] if answer.choice else C_("mail answer", "unclear, please read it")
    lines = [
        _(
            "**{number}. {name}**: {choice} ({moment})",
            number=number,
            name=answer.name or _("(name unknown)"),
            choice=meant,
            moment=Moment(answer.received_at, press.community.tz),
        ),
        _("Event: {title}", title=listed.event.title) if listed.event else _event_unknown(answer.choice),
        _("Proven: it answers a mail that only this person got.")
        if answer.is_proven
        else _("Not proven: only the sender's address fits. Please make sure that it is this person."),
    ]
    if answer.excerpt:
        lines.append(_("They wrote: {words}", words=shorten(answer.excerpt, EXCERPT_SHOWN)))
    return "\n".join(press.say(line) for line in lines)


def _event_unknown(choice: str | None) -> Text:
    if choice == "yes":
        return _("It is the answer to the question whether mail may be sent.")
    return _("Event: not known. Please sign the person up at the event itself.")


def _view(press: Press, found: MailAnswerList) -> HubView:
    controls: list[HubButton] = []
    for row, listed in enumerate(found.answers):
        controls += _buttons(press, row, listed)
    at, pages, last = found.page, found.pages, len(found.answers)
    controls.append(MailAnswersPage(press.say(_("Look again")), page=at, way="here", row=last))
    if pages > 1:
        back, on = press.say(_("Previous")), press.say(_("Next"))
        controls += [
            MailAnswersPage(back, page=max(at - 1, 1), way="back", disabled=at == 1, row=last),
            MailAnswersPage(on, page=at + 1, way="next", disabled=at == pages, row=last),
        ]
    return HubView(*controls)


def _buttons(press: Press, row: int, listed: ListedAnswer) -> list[HubButton]:
    answer, number = listed.answer, row + 1
    found: list[tuple[Text, str]] = []
    if answer.choice is not None and (listed.event is not None or answer.choice == "yes"):
        found = [(_numbered(number, _("Accept as it stands")), AS_IT_IS)]
    elif answer.choice is None and listed.event is not None:
        modes = {mode.value for mode in listed.event.seats} | {Choice.DECLINED.value}
        found = [(_numbered(number, CHOICES[choice]), choice) for choice in CHOICES if choice in modes]
    controls: list[HubButton] = [
        AcceptMailAnswer(
            label.to(press.lang),
            style=discord.ButtonStyle.success if choice == AS_IT_IS else discord.ButtonStyle.primary,
            answer_id=answer.id,
            choice=choice,
            row=row,
        )
        for label, choice in found
    ]
    aside = _numbered(number, _("Set aside")).to(press.lang)
    return [*controls, SetMailAnswerAside(aside, answer_id=answer.id, row=row)]


def _numbered(number: int, label: Text) -> Text:
    return _("{number}. {label}", number=number, label=label)


def _accepted(done: Accepted) -> Text:
    if done.choice == "yes":
        return _("The consent is stored. From now on this person gets mail.")
    if done.placed is None:
        return _("It is noted that this person does not come.")
    person = done.placed.person
    is_in_line = (
        done.choice != Choice.DECLINED.value
        and person is not None
        and all(place.place is Place.WAITLISTED for place in person.places)
    )
    entered = (
        _("All seats are taken, so this person is on the waiting list now.")
        if is_in_line
        else _("Entered: {choice}.", choice=CHOICES[done.choice])
    )
    if done.placed.is_told:
        return _("{entered} The person is being told.", entered=entered)
    return _("{entered} The bot has no way to tell the person.", entered=entered)
