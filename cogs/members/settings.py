"""[My settings]: language, sector, direct messages and what they say."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.i18n import C_, LANGUAGES, Raw, Text, _, choose_language
from bot.members.rules import Member
from cogs.shared import screens
from cogs.shared.controls import HubButton, HubSelect, HubView
from cogs.shared.press import Press
from cogs.shared.sectors import sector_select

LANGUAGE_NAMES = {"ja": Raw("日本語"), "en": Raw("English")}
AUTOMATIC = "auto"


class OpenSettings(HubButton, template="member:0:settings"):
    """[My settings]."""

    async def press(self, press: Press) -> None:
        await show_settings(press)


class OpenReminders(HubButton, template="member:0:reminders"):
    """[Notices], as ``/reminders``."""

    async def press(self, press: Press) -> None:
        await screens.show(screens.REMINDERS, press)


class LanguageSelect(HubSelect, template="member:0:language"):
    """The panel follows at once in the language that was chosen."""

    updates = True

    async def press(self, press: Press) -> None:
        chosen = None if self.chosen[0] == AUTOMATIC else self.chosen[0]
        member = await press.hub.members.set_language(
            press.community_id, press.user_id, press.display_name, chosen
        )
        await _refresh(press, member)


class DmButton(HubButton, template="member:0:dm_{wish}"):
    """[No direct messages] and [Send me direct messages]."""

    wish: str
    updates = True

    async def press(self, press: Press) -> None:
        member = await press.hub.members.set_wants_dm(
            press.community_id, press.user_id, press.display_name, self.wish == "on"
        )
        await _refresh(press, member)


class SubjectsButton(HubButton, template="member:0:subjects_{wish}"):
    """[Hide subjects in notices] and [Show subjects in notices]."""

    wish: str
    updates = True

    async def press(self, press: Press) -> None:
        member = await press.hub.members.set_hides_subjects(
            press.community_id, press.user_id, press.display_name, self.wish == "off"
        )
        await _refresh(press, member)


class PrefectureButton(HubButton, template="member:0:prefecture_{answer}"):
    """[I live in another prefecture] and [I live in this prefecture]."""

    answer: str
    updates = True

    async def press(self, press: Press) -> None:
        member = await press.hub.members.set_from_elsewhere(
            press.community_id, press.user_id, press.display_name, self.answer == "yes"
        )
        await _refresh(press, member)


async def show_settings(press: Press) -> None:
    """Answer with what is known of this person's wishes, and the controls to change them."""
    await press.answer(embed=_embed(press), view=_view(press))


async def _refresh(press: Press, member: Member) -> None:
    community = press.community
    lang = choose_language(member.language, press.interaction.locale.value, community.language)
    now = replace(press, member=member, lang=lang)
    await now.update(embed=_embed(now), view=_view(now))


def settings_lines(press: Press) -> list[Text]:
    """The wishes in words, one line each."""
    member = press.member
    language = LANGUAGE_NAMES[member.language] if member and member.language else C_("language", "automatic")
    sector = member.sector.label if member and member.sector else C_("sector", "not told")
    takes_dm = member is None or member.wants_dm
    return [
        _("Language: {language}", language=language),
        _("Sector: {sector}", sector=sector),
        *([_("From another prefecture")] if _from_elsewhere(press) else []),
        _(
            "Direct messages: {wish}",
            wish=C_("direct messages", "yes") if takes_dm else C_("direct messages", "no"),
        ),
        _(
            "Subjects in notices: {wish}",
            wish=C_("subjects", "hidden") if _hides(press) else C_("subjects", "shown"),
        ),
    ]


def _from_elsewhere(press: Press) -> bool:
    return press.member is not None and bool(press.member.from_elsewhere)


def _hides(press: Press) -> bool:
    return press.member is not None and press.member.hides_subjects


def _embed(press: Press) -> discord.Embed:
    lines = [press.say(line) for line in settings_lines(press)]
    if _hides(press):
        hidden = _(
            "A direct message only says that there is a notice; “Show” opens it for you. "
            "You are not mentioned in threads either."
        )
        lines.append(press.say(hidden))
    embed = discord.Embed(title=press.say(_("My settings")), description="\n".join(lines))
    if press.member is not None and not press.member.wants_dm:
        without = _(
            "No reminders by direct message. If a seat becomes free for you or an event is cancelled, "
            "you will read it here at your next press."
        )
        embed.set_footer(text=press.say(without))
    return embed


def _view(press: Press) -> HubView:
    takes_dm = press.member is None or press.member.wants_dm
    label = _("No direct messages") if takes_dm else _("Send me direct messages")
    prefecture = (
        _("I live in this prefecture") if _from_elsewhere(press) else _("I live in another prefecture")
    )
    subjects = _("Show subjects in notices") if _hides(press) else _("Hide subjects in notices")
    return HubView(
        _language_select(press),
        sector_select(press),
        DmButton(press.say(label), wish="off" if takes_dm else "on"),
        SubjectsButton(press.say(subjects), wish="on" if _hides(press) else "off"),
        PrefectureButton(press.say(prefecture), answer="no" if _from_elsewhere(press) else "yes"),
        OpenReminders(press.say(_("What I am told, and how"))),
    )


def _language_select(press: Press) -> LanguageSelect:
    mine = press.member.language if press.member else None
    options = [
        discord.SelectOption(label=LANGUAGE_NAMES[lang], value=lang, default=lang == mine)
        for lang in LANGUAGES
    ]
    automatic = _("Automatic: like my Discord, otherwise like this server")
    options.append(discord.SelectOption(label=press.say(automatic), value=AUTOMATIC, default=mine is None))
    return LanguageSelect(options, placeholder=press.say(_("Language of the bot's answers to me")))
