"""A suggestion as whoever looks at it may see it, and what they can do with it next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.clock import Moment
from bot.i18n import C_, Text, _
from bot.matching.taxonomy import Taxonomy
from bot.probono.rules import Actor
from bot.probono.states import Party, SuggestionState
from bot.probono.stranger_texts import need_lines, volunteer_lines
from bot.probono.strangers import open_need, unknown_volunteer
from bot.probono.suggestion_texts import agreement_lines, shown_title
from bot.probono.suggestion_views import Suggestion
from cogs.shared.controls import HubButton, HubView
from cogs.shared.doors import Door
from cogs.shared.paging import pages_of
from cogs.shared.permissions import Right, may
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub

Buttons = list[discord.ui.Item[Any]]


def actor(press: Press) -> Actor:
    """Who presses, with the rights of this moment."""
    return Actor(press.user_id, press.display_name, may(press, Right.STAFF))


class OfSuggestion:
    """A control that names a suggestion, and through it the community: it works in direct messages too."""

    suggestion_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.probono.looking.community_of(self.suggestion_id)


class OpenSuggestion(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:panel"):
    """[Where we are]."""

    async def press(self, press: Press) -> None:
        await show_suggestion(press, self.suggestion_id)


class MySuggestions(HubButton, template="suggestion:0:mine"):
    """[What goes on with me]: every request and introduction that is not over."""

    async def press(self, press: Press) -> None:
        found = await press.hub.probono.looking.mine(press.community_id, press.user_id)
        if not found:
            await press.answer(_("Nothing is going on at the moment. As soon as there is, it stands here."))
            return
        lines = [press.say(_state_line(title_for(each, party), each)) for each, party in found]
        doors = [Door(title_for(each, party), f"suggestion:{each.id}:panel") for each, party in found[:20]]
        embed = discord.Embed(title=press.say(_("What goes on with you")), description=pages_of(lines, 40)[0])
        await press.answer(embed=embed, view=HubView(*doors))


def title_for(it: Suggestion, party: Party) -> str:
    """What the need is called for this reader: a hidden name stays hidden until the introduction."""
    return shown_title(it) if party is Party.VOLUNTEER and not it.is_introduced else it.need.title


def _state_line(title: str, it: Suggestion) -> Text:
    return _("・{title} ({state})", title=title, state=it.state.label)


async def show_suggestion(press: Press, suggestion_id: int, note: Text | None = None) -> None:
    """The panel in an answer of its own."""
    embed, view = await _panel(press, suggestion_id)
    await press.answer(note, embed=embed, view=view)


async def update_suggestion(press: Press, suggestion_id: int, note: Text | None = None) -> None:
    """The panel in the place of the pressed one."""
    embed, view = await _panel(press, suggestion_id)
    await press.update(note, embed=embed, view=view)


async def _panel(press: Press, suggestion_id: int) -> tuple[discord.Embed, HubView]:
    looking = press.hub.probono.looking
    it, party = await looking.one(press.community_id, suggestion_id, actor(press))
    taxonomy = await looking.taxonomy(press.community_id)
    embed = discord.Embed(
        title=press.say(_("{title}", title=title_for(it, party))),
        description="\n".join(press.say(line) for line in panel_lines(it, party, taxonomy)),
    )
    return embed, HubView(*panel_buttons(press, it, party))


def panel_lines(it: Suggestion, party: Party, taxonomy: Taxonomy) -> list[Text]:
    """State, the other side as far as this reader may know it, and what was agreed."""
    made = [_("State: {state}", state=it.state.label)]
    if it.answer_due_at is not None and not it.state.is_over and not it.is_introduced:
        made.append(_("Answer wanted by {when}", when=Moment(it.answer_due_at, it.need.tz)))
    made.append(Text(""))
    if party is not Party.ORGANISATION:
        made += need_lines(open_need(it.need), taxonomy)
    if party is not Party.VOLUNTEER:
        made += volunteer_lines(unknown_volunteer(it.offer, it.offer.skills), taxonomy)
    if it.is_introduced or party is Party.COORDINATOR:
        made += [Text(""), *_names(it, party)]
    if it.meets_at is not None:
        made.append(_("Date: {when}", when=Moment(it.meets_at, it.need.tz)))
    if it.goal:
        made += [Text(""), *agreement_lines(it), *_agreed(it)]
    if it.hours:
        made.append(_("It came to {hours} hours", hours=it.hours))
    return made


def _names(it: Suggestion, party: Party) -> list[Text]:
    """Both sides by name: after the introduction, and for the office always."""
    made = []
    if party is not Party.ORGANISATION:
        made.append(
            _(
                "Organisation: {organisation} ({person})",
                organisation=it.need.organisation or "-",
                person=it.need.name or "-",
            )
        )
    if party is not Party.VOLUNTEER:
        made.append(
            _("Volunteer: {name}", name=" / ".join(n for n in (it.offer.organisation, it.offer.name) if n))
        )
    return made


def _agreed(it: Suggestion) -> list[Text]:
    if it.state is not SuggestionState.PROVISIONAL:
        return []
    sides = ((it.volunteer_agreed_at, Party.VOLUNTEER), (it.organisation_agreed_at, Party.ORGANISATION))
    return [
        _("✓ {party} agrees", party=party.label)
        if at
        else _("… {party} has not answered yet", party=party.label)
        for at, party in sides
    ]


def panel_buttons(press: Press, it: Suggestion, party: Party) -> Buttons:
    """What this reader can do now; the use cases check it again."""
    made = [Door(press.say(label), f"suggestion:{it.id}:{choice}") for label, choice in _choices(it, party)]
    return [*made]


def _choices(it: Suggestion, party: Party) -> list[tuple[Text, str]]:
    state = it.state
    found: list[tuple[Text, str]] = []
    if party is Party.VOLUNTEER and state is SuggestionState.ASKED:
        found += [
            (C_("probono answer", "Yes, I can help"), "answer:yes"),
            (C_("probono answer", "Not now"), "answer:not_now"),
            (C_("probono answer", "No, not this one"), "answer:no"),
        ]
    if state is SuggestionState.YES and not it.is_introduced and party is Party.ORGANISATION:
        found += [(_("Yes, please introduce us"), "meet"), (_("Not this time"), "decline")]
    if it.is_introduced and not state.is_over:
        found += _work(it, party)
    if party is Party.COORDINATOR:
        found += _office(it)
    if state.takes_a_place or (state is SuggestionState.ASKED and party is Party.COORDINATOR):
        found.append((_("End it early"), "drop"))
    if party is not Party.COORDINATOR:
        found.append((_("Ask the office"), "office"))
    return found


def _work(it: Suggestion, party: Party) -> list[tuple[Text, str]]:
    state = it.state
    found: list[tuple[Text, str]] = []
    if it.is_small:
        found.append((_("Set the date"), "date"))
    if party is Party.COORDINATOR and state in (SuggestionState.INTERVIEW, SuggestionState.PROVISIONAL):
        found.append((_("Write goal and schedule"), "goal"))
    if state is SuggestionState.PROVISIONAL and party is not Party.COORDINATOR:
        found.append((_("I agree"), "agree"))
    if state is SuggestionState.AGREED:
        found.append((_("We have begun"), "begin"))
    if it.milestones and state in (SuggestionState.AGREED, SuggestionState.RUNNING):
        found.append((_("Milestones"), "milestones"))
    if state in (SuggestionState.RUNNING, SuggestionState.DATE_AGREED):
        found.append((_("It is done"), "finish"))
    return found


def _office(it: Suggestion) -> list[tuple[Text, str]]:
    found: list[tuple[Text, str]] = []
    if it.state is SuggestionState.ASKED and not it.offer.has_account:
        found.append((_("Write down the volunteer's answer"), "record:volunteer"))
    if it.state is SuggestionState.YES and not it.is_introduced and not it.need.has_account:
        found.append((_("Write down the organisation's answer"), "record:organisation"))
    if it.state is SuggestionState.PROVISIONAL:
        for agreed_at, party, label in (
            (it.volunteer_agreed_at, Party.VOLUNTEER, _("The volunteer agrees (write it down)")),
            (it.organisation_agreed_at, Party.ORGANISATION, _("The organisation agrees (write it down)")),
        ):
            if agreed_at is None and it.side_member(party) is None:
                found.append((label, f"record:{party.value}_agrees"))
    if it.is_introduced and not it.both_have_accounts:
        found.append((_("The text for the mail"), "mail"))
    found.append((_("History"), "history"))
    return found


SUGGESTION_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (OpenSuggestion, MySuggestions)
