"""What only the office presses: writing down answers of people without Discord, the mail, the history."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import LocalDate, Moment
from bot.errors import N_, UserError
from bot.i18n import C_, Text, _
from bot.probono.introducing import Contacts
from bot.probono.recording import Told
from bot.probono.rules import ConsentWay
from bot.probono.states import Party, SuggestionState
from bot.probono.suggestion_views import Step
from cogs.probono.suggestion_forms import RecordForm, kept
from cogs.probono.suggestion_panel import OfSuggestion, actor, update_suggestion
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.paging import show_pages
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed

_STEPS: dict[str, Text] = {
    "introduced": C_("step", "introduced to each other"),
    "organisation_yes": C_("step", "the organisation said yes"),
    "introduced_by_mail": C_("step", "introduced by mail"),
    "volunteer_agreed": C_("step", "the volunteer agreed"),
    "organisation_agreed": C_("step", "the organisation agreed"),
    "renewed": C_("step", "let go on after a silence"),
}


class NoSuchAnswer(UserError):
    sentence = N_("Please open it again; there is nothing to write down here any more.")


class _Staff(OfSuggestion):
    right: ClassVar[Right] = Right.STAFF


class RecordButton(_Staff, HubButton, template="suggestion:{suggestion_id:d}:record:{what}"):
    """[Write down …]: ``what`` is volunteer, organisation, volunteer_agrees or organisation_agrees."""

    what: str
    opens_form = True

    async def press(self, press: Press) -> None:
        if self.what not in _FORMS:
            raise NoSuchAnswer
        title, answers = _FORMS[self.what]

        async def write(press: Press, typed: Typed) -> None:
            told = Told(ConsentWay(typed["way"]), typed["day"])
            await self._record(press, typed["answer"], told)
            await update_suggestion(press, self.suggestion_id, _("Written down."))

        def form(press: Press, typed: Typed, then: Any) -> RecordForm:
            return RecordForm(press, title, answers, typed, then)

        await press.open_form(form(press, {}, kept(write, form)))

    async def _record(self, press: Press, answer: str, told: Told) -> None:
        probono, staff = press.hub.probono, actor(press)
        where = (press.community_id, self.suggestion_id, staff)
        match self.what:
            case "volunteer":
                await probono.asks.record(*where, SuggestionState(answer), told)
            case "organisation":
                await probono.introductions.record(*where, told, meets=answer == "yes")
            case _:
                party = Party(self.what.removesuffix("_agrees"))
                await probono.agreements.record(*where, party, told)


_FORMS: dict[str, tuple[Text, list[tuple[str, Text]]]] = {
    "volunteer": (
        _("The volunteer's answer"),
        [
            ("yes", C_("probono answer", "Yes, I can help")),
            ("not_now", C_("probono answer", "Not now")),
            ("no", C_("probono answer", "No, not this one")),
        ],
    ),
    "organisation": (
        _("The organisation's answer"),
        [("yes", _("Yes, please introduce us")), ("no", _("Not this time"))],
    ),
    "volunteer_agrees": (
        _("The volunteer agrees"),
        [("yes", _("I agree"))],
    ),
    "organisation_agrees": (
        _("The organisation agrees"),
        [("yes", _("I agree"))],
    ),
}


class MailButton(_Staff, HubButton, template="suggestion:{suggestion_id:d}:mail"):
    """[The text for the mail]: addresses of both, subject and text to copy."""

    async def press(self, press: Press) -> None:
        contacts = await press.hub.probono.introductions.contacts(press.community_id, self.suggestion_id)
        lang = press.community.language
        lines = "\n".join(line.to(lang) for line in mail_lines(contacts))
        embed = discord.Embed(
            title=press.say(_("One mail to both, with yourself in copy")),
            description=f"```\n{lines.replace('```', '')}\n```",
        )
        done = Door(press.say(_("I have sent it")), f"suggestion:{self.suggestion_id}:written")
        await press.answer(embed=embed, view=HubView(done))


def mail_lines(it: Contacts) -> list[Text]:
    """The mail that introduces both sides, in the community's language; nothing in it is markup."""
    need = it.suggestion.need
    return [
        _("To: {one}, {other}", one=it.volunteer_mail or "-", other=it.organisation_contact or "-"),
        _("Subject: {community}: introduction for “{title}”", community=it.community, title=need.title),
        Text(""),
        _(
            "Dear {organisation}, dear {volunteer},",
            organisation=it.organisation or "-",
            volunteer=it.volunteer or "-",
        ),
        _("thank you both for your yes. With this mail we would like to introduce you to each other."),
        Text(""),
        _(
            "{organisation} ({person}) is looking for help: {title}",
            organisation=it.organisation or "-",
            person=it.organisation_person or "-",
            title=need.title,
        ),
        _("{volunteer} offers: {offer}", volunteer=it.volunteer or "-", offer=it.suggestion.offer.text),
        Text(""),
        _("Please answer to all with two or three days on which a first talk would suit you."),
        _("{coordinator}, {community}", coordinator=it.coordinator or "-", community=it.community),
    ]


class WrittenButton(_Staff, HubButton, template="suggestion:{suggestion_id:d}:written"):
    """[I have sent it]: the line leaves the desk."""

    async def press(self, press: Press) -> None:
        it = await press.hub.probono.introductions.is_written(press.community_id, self.suggestion_id)
        await press.answer(_("Noted: both sides of “{title}” are introduced.", title=it.need.title))


class HistoryButton(_Staff, HubButton, template="suggestion:{suggestion_id:d}:history"):
    async def press(self, press: Press) -> None:
        steps = await press.hub.probono.looking.history(press.community_id, self.suggestion_id)
        await show_pages(
            press, _("History"), [press.say(_step(press, step)) for step in steps], right=Right.STAFF
        )


def _step(press: Press, step: Step) -> Text:
    line = _(
        "・{when}: {what} ({party})",
        when=Moment(step.at, press.community.tz),
        what=_STEPS.get(step.step, step.state.label),
        party=step.party.label,
    )
    if step.way is None or step.given_on is None:
        return line
    return _(
        "{line}, {way} on {day}, written down by {name}",
        line=line,
        way=step.way.label,
        day=LocalDate(step.given_on),
        name=step.recorded_by or _("(name unknown)"),
    )


OFFICE_SUGGESTION_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    RecordButton,
    MailButton,
    WrittenButton,
    HistoryButton,
)
