"""/reminders: what somebody is told, by which way, at which hours. Every choice counts at once."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.i18n import LANGUAGES, Text, _, choose_language
from bot.mailing.rules import Lead
from bot.mailing.wishes import MyWishes
from bot.members.rules import Member
from bot.members.wish_rules import CHOICES, Topic, Via
from cogs.mailing.hours import HoursForm, typed_for
from cogs.mailing.mail import GetByMail, MailButton
from cogs.mailing.words import way_of, wish_lines
from cogs.shared.controls import HubButton, HubSelect, HubView
from cogs.shared.press import Press
from cogs.shared.server_settings import LANGUAGE_NAMES

AUTOMATIC = "auto"


class TopicSelect(HubSelect, template="reminders:0:topic"):
    """The ways of the chosen topic."""

    updates = True

    async def press(self, press: Press) -> None:
        await _show_ways(press, Topic(self.chosen[0]))


class WaySelect(HubSelect, template="reminders:{topic}:way"):
    """From now on this topic comes by that way; mail needs a confirmed address first."""

    topic: str
    updates = True

    async def press(self, press: Press) -> None:
        topic, via = Topic(self.topic), Via(self.chosen[0])
        wishes = press.hub.mailing.wishes
        mine = await wishes.mine(press.community_id, press.user_id)
        if via is Via.MAIL and (mine.consent is None or mine.consent.state != "confirmed"):
            await _offer_mail(press)
            return
        await wishes.choose_way(press.community_id, press.user_id, press.display_name, topic, via)
        await _refresh(press, _agreed(topic, via))


class LeadSelect(HubSelect, template="reminders:0:leads"):
    """Only the chosen reminders of an event."""

    updates = True

    async def press(self, press: Press) -> None:
        wanted = [Lead(value) for value in self.chosen]
        await press.hub.mailing.wishes.choose_leads(
            press.community_id, press.user_id, press.display_name, wanted
        )
        await _refresh(press)


class LanguageOfNotices(HubSelect, template="reminders:0:language"):
    """The panel follows at once in the language that was chosen."""

    updates = True

    async def press(self, press: Press) -> None:
        chosen = None if self.chosen[0] == AUTOMATIC else self.chosen[0]
        member = await press.hub.members.set_language(
            press.community_id, press.user_id, press.display_name, chosen
        )
        await _refresh(_as(press, member))


class HoursButton(HubButton, template="reminders:0:hours"):
    """[Quiet hours]: a form."""

    opens_form = True

    async def press(self, press: Press) -> None:
        mine = await press.hub.mailing.wishes.mine(press.community_id, press.user_id)
        await press.open_form(HoursForm(press, typed_for(mine), _refresh))


class NeverQuietButton(HubButton, template="reminders:0:never_quiet"):
    """[No quiet hours]."""

    updates = True

    async def press(self, press: Press) -> None:
        await press.hub.mailing.wishes.never_quiet(press.community_id, press.user_id, press.display_name)
        await _refresh(press)


class PreviewButton(HubButton, template="reminders:0:subjects_{wish}"):
    """[Hide subjects in notices] and [Show subjects in notices]."""

    wish: str
    updates = True

    async def press(self, press: Press) -> None:
        member = await press.hub.members.set_hides_subjects(
            press.community_id, press.user_id, press.display_name, self.wish == "off"
        )
        await _refresh(_as(press, member))


class BackToReminders(HubButton, template="reminders:0:back"):
    """[Back] to the whole panel."""

    updates = True

    async def press(self, press: Press) -> None:
        await _refresh(press)


async def show_reminders(press: Press) -> None:
    """Answer with everything this person has chosen, and the controls to change it."""
    mine = await press.hub.mailing.wishes.mine(press.community_id, press.user_id)
    await press.answer(embed=_embed(press, mine), view=_view(press, mine))


async def _refresh(press: Press, said: Text | None = None) -> None:
    mine = await press.hub.mailing.wishes.mine(press.community_id, press.user_id)
    await press.update(said, embed=_embed(press, mine), view=_view(press, mine))


def _as(press: Press, member: Member) -> Press:
    lang = choose_language(member.language, press.interaction.locale.value, press.community.language)
    return replace(press, member=member, lang=lang)


def _embed(press: Press, mine: MyWishes) -> discord.Embed:
    lines = wish_lines(
        mine,
        wants_dm=press.member is None or press.member.wants_dm,
        hides_subjects=_hides(press),
        is_on=press.hub.mailing.opt_in.is_on,
    )
    return discord.Embed(
        title=press.say(_("What I am told, and how")),
        description="\n".join(press.say(line) for line in lines),
    )


def _view(press: Press, mine: MyWishes) -> HubView:
    subjects = _("Show subjects in notices") if _hides(press) else _("Hide subjects in notices")
    items: list[HubButton] = [HoursButton(press.say(_("Quiet hours")))]
    if mine.wishes.quiet.is_on:
        items.append(NeverQuietButton(press.say(_("No quiet hours"))))
    items.append(PreviewButton(press.say(subjects), wish="on" if _hides(press) else "off"))
    if press.hub.mailing.opt_in.is_on:
        items.append(_mail_button(press, mine))
    return HubView(_topic_select(press), _lead_select(press, mine), _language_select(press), *items)


def _mail_button(press: Press, mine: MyWishes) -> HubButton:
    if mine.consent is None:
        return GetByMail(press.say(_("Get it by mail")), style=discord.ButtonStyle.primary)
    return MailButton(press.say(_("My mail")))


def _topic_select(press: Press) -> TopicSelect:
    options = [discord.SelectOption(label=press.say(topic.label), value=topic.value) for topic in Topic]
    return TopicSelect(options, placeholder=press.say(_("Change how something comes")))


def _lead_select(press: Press, mine: MyWishes) -> LeadSelect:
    options = [
        discord.SelectOption(
            label=press.say(lead.label),
            value=lead.value,
            default=lead.value not in mine.wishes.leads_off,
        )
        for lead in Lead
    ]
    return LeadSelect(
        options, placeholder=press.say(_("No reminders of events")), min_values=0, max_values=len(options)
    )


def _language_select(press: Press) -> LanguageOfNotices:
    mine = press.member.language if press.member else None
    options = [
        discord.SelectOption(label=press.say(LANGUAGE_NAMES[lang]), value=lang, default=lang == mine)
        for lang in LANGUAGES
    ]
    automatic = _("Automatic: like my Discord, otherwise like this server")
    options.append(discord.SelectOption(label=press.say(automatic), value=AUTOMATIC, default=mine is None))
    return LanguageOfNotices(options, placeholder=press.say(_("Language of the bot's answers to me")))


async def _show_ways(press: Press, topic: Topic) -> None:
    mine = await press.hub.mailing.wishes.mine(press.community_id, press.user_id)
    now = way_of(mine.wishes, topic)
    ways = [via for via in CHOICES[topic] if via is not Via.MAIL or press.hub.mailing.opt_in.is_on]
    options = [
        discord.SelectOption(label=press.say(via.label), value=via.value, default=via is now) for via in ways
    ]
    words = [_("**{topic}**: by which way?", topic=topic.label)]
    if Via.THREAD in ways:
        words.append(
            _(
                "With “In the thread of the event” you agree to be named there, where the names of those who "
                "come are shown anyway."
            )
        )
    select = WaySelect(options, placeholder=press.say(_("Choose the way")), topic=topic.value)
    await press.update(
        "\n".join(press.say(line) for line in words),
        view=HubView(select, BackToReminders(press.say(_("Back")))),
    )


async def _offer_mail(press: Press) -> None:
    await press.update(
        _(
            "No mail address of yours is confirmed yet. Register one first: it takes a minute, and after "
            "that you can choose what comes by mail."
        ),
        view=HubView(
            GetByMail(press.say(_("Get it by mail")), style=discord.ButtonStyle.primary),
            BackToReminders(press.say(_("Back"))),
        ),
    )


def _agreed(topic: Topic, via: Via) -> Text | None:
    if topic is Topic.REMINDERS and via is Via.THREAD:
        return _("You are named in the threads of events where the names of those who come are shown.")
    return None


def _hides(press: Press) -> bool:
    return press.member is not None and press.member.hides_subjects
