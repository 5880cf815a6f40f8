"""[Meetings and themes] of a seed: propose it, link it to a meeting, take links away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

import discord

from bot.clock import LocalDate
from bot.i18n import C_, Text, _
from bot.seeds.rules import SeedState
from bot.themes.rules import Link, LinkKind, Meeting, SeedMeetings, meeting_line
from cogs.shared import limits
from cogs.shared.controls import HubButton, HubView
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.themes.acts import StaffButton, StaffMenu, actor_of

Act = Callable[[Press], Awaitable[None]]


class MeetingsButton(HubButton, template="seed:{seed_id:d}:meetings"):
    seed_id: int
    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_meetings(press, self.seed_id)


async def show_meetings(press: Press, seed_id: int, done: Text | None = None) -> None:
    """The panel as it is now, in the place of the pressed one."""
    panel = await press.hub.themes.of_seed(press.community_id, seed_id)
    await press.update(done, embed=_embed(press, panel), view=_Acts(panel).view(press))


def _embed(press: Press, panel: SeedMeetings) -> discord.Embed:
    seed = panel.seed
    if seed.theme_proposed_on is not None:
        proposed = _("Proposed as a theme on {day}.", day=LocalDate(seed.theme_proposed_on))
    else:
        proposed = _("It is not proposed as a theme.")
    lines = [proposed]
    if not seed.is_public:
        lines.append(_("Members cannot read this seed, so no card of a meeting shows it."))
    lines += (
        [Text("・{line}", {"line": meeting_line(link)}) for link in panel.links]
        if panel.links
        else [_("It is linked to no meeting yet.")]
    )
    return limits.fit_embed(
        discord.Embed(
            title=press.say(_("Seed #{number}: {title}", number=seed.id, title=seed.title or "")),
            description="\n".join(press.say(line) for line in lines),
        )
    )


class _Acts:
    def __init__(self, panel: SeedMeetings) -> None:
        self._panel = panel
        self._seed = panel.seed

    def view(self, press: Press) -> HubView:
        view = HubView()
        if self._panel.choosable:
            view.add_item(self._meeting_menu(press))
        if self._panel.links:
            view.add_item(self._removing_menu(press))
        if self._seed.theme_proposed_on is not None:
            view.add_item(_button(press, _("No longer a theme"), self._take_back))
        elif self._panel.may_be_proposed:
            style = discord.ButtonStyle.primary
            view.add_item(_button(press, _("Propose as theme"), self._propose, style=style))
        if self._panel.may_go_to_the_meeting:
            label = _("Make it “{state}”", state=SeedState.SESSION.label)
            view.add_item(_button(press, label, self._to_the_meeting))
        return view

    def _meeting_menu(self, press: Press) -> StaffMenu:
        meetings = {str(meeting.event_id): meeting for meeting in self._panel.choosable}

        async def choose(press: Press) -> None:
            await ask_kind(press, self._seed.id, self._seed.title or "", meetings[menu.values[0]])

        menu = StaffMenu(
            [
                discord.SelectOption(label=each.title, value=value, description=press.say(day_of(each)))
                for value, each in meetings.items()
            ],
            choose,
            placeholder=press.say(_("Link it to a meeting")),
            row=0,
            updates=True,
        )
        return menu

    def _removing_menu(self, press: Press) -> StaffMenu:
        links = {f"{link.meeting.event_id}:{link.kind.value}": link for link in self._panel.links[-25:]}

        async def remove(press: Press) -> None:
            await self._remove(press, links[menu.values[0]])

        menu = StaffMenu(
            [
                discord.SelectOption(label=meeting_line(link).to(press.lang), value=value)
                for value, link in links.items()
            ],
            remove,
            placeholder=press.say(_("Remove a link")),
            row=1,
            updates=True,
        )
        return menu

    async def _remove(self, press: Press, link: Link) -> None:
        await press.hub.themes.unlink(
            press.community_id, self._seed.id, link.meeting.event_id, link.kind, actor_of(press)
        )
        await show_meetings(press, self._seed.id, _("Removed. Both cards follow."))

    async def _propose(self, press: Press) -> None:
        await press.hub.themes.propose(press.community_id, self._seed.id, actor_of(press))
        done = _("It is among the candidates now that every session of a series offers.")
        await show_meetings(press, self._seed.id, done)

    async def _take_back(self, press: Press) -> None:
        await press.hub.themes.take_back(press.community_id, self._seed.id, actor_of(press))
        await show_meetings(press, self._seed.id, _("It is no longer among the candidates."))

    async def _to_the_meeting(self, press: Press) -> None:
        moved = await press.hub.seeds.reviews.move(
            press.community_id, self._seed.id, SeedState.SESSION, actor_of(press), self._seed.revision
        )
        done = _("Seed #{number} is “{state}” now.", number=moved.id, state=moved.state.label)
        await show_meetings(press, self._seed.id, done)


def _button(
    press: Press,
    label: Text,
    act: Act,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> StaffButton:
    return StaffButton(press.say(label), act, style=style, row=2, updates=True)


def day_of(meeting: Meeting) -> Text:
    return Text("{day}", {"day": meeting.day})


async def ask_kind(press: Press, seed_id: int, title: str, meeting: Meeting) -> None:
    """How the seed and the meeting belong together: one press, in the place of the pressed panel."""

    def linking(kind: LinkKind) -> Act:
        async def link(press: Press) -> None:
            await press.hub.themes.link(press.community_id, seed_id, meeting.event_id, kind, actor_of(press))
            await show_meetings(press, seed_id, _("Linked. Both cards follow."))

        return link

    async def back(press: Press) -> None:
        await show_meetings(press, seed_id)

    question = _(
        "How do seed #{number} “{seed}” and “{meeting}” ({day}) belong together?",
        number=seed_id,
        seed=title,
        meeting=meeting.title,
        day=meeting.day,
    )
    kinds = [StaffButton(press.say(kind.label), linking(kind), row=0, updates=True) for kind in LinkKind]
    back_button = StaffButton(press.say(C_("button", "Back")), back, row=1, updates=True)
    await press.update(question, view=HubView(*kinds, back_button))
