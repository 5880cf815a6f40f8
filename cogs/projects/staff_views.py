"""What the office presses: start a project from a seed, ask somebody to take it on, add a seed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import discord

from bot.errors import N_, UserError
from bot.i18n import Text, _
from bot.projects.refusals import NoSuchSeed
from bot.projects.rules import NAME_LENGTH
from bot.projects.views import Actor, LinkedSeed
from cogs.projects.forms import StartForm, actor, kept
from cogs.projects.panel import update_project
from cogs.projects.views import OfProject
from cogs.shared.controls import HubButton, HubView, ViewSelect, ViewUserSelect
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed


class BotsOwnNothing(UserError):
    sentence = N_("That is a bot. Please choose a person.")


class _Staff(OfProject):
    right: ClassVar[Right] = Right.STAFF


class StartButton(HubButton, template="project:0:start"):
    """[Start a project]: first the seed."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        async def chosen(press: Press, seed: LinkedSeed) -> None:
            await open_start(press, seed)

        await _choose_seed(press, _("From which seed?"), chosen, opens_form=True)


class AskOwnerButton(_Staff, HubButton, template="project:{project_id:d}:ask"):
    """[Ask somebody], on the desk and on the panel."""

    async def press(self, press: Press) -> None:
        async def ask(press: Press, person: Actor) -> None:
            project = await press.hub.projects.owners.ask(press.community_id, self.project_id, person)
            await update_project(press, self.project_id, _asked(person, project.name))

        await _choose_person(press, ask)


class KeepButton(_Staff, HubButton, template="project:{project_id:d}:keep"):
    """[The owner stays], after a no."""

    async def press(self, press: Press) -> None:
        project = await press.hub.projects.owners.keep(press.community_id, self.project_id)
        await press.answer(_("Noted. The owner of “{name}” stays.", name=project.name))


class PostAgainButton(_Staff, HubButton, template="project:{project_id:d}:post_again"):
    async def press(self, press: Press) -> None:
        project = await press.hub.projects.owners.post_again(press.community_id, self.project_id)
        await press.answer(_("The card of “{name}” is on its way.", name=project.name))


class AddSeedButton(_Staff, HubButton, template="project:{project_id:d}:seed"):
    """[Add a seed]."""

    async def press(self, press: Press) -> None:
        async def add(press: Press, seed: LinkedSeed) -> None:
            await press.hub.projects.room.link_seed(press.community_id, self.project_id, seed.id)
            await update_project(press, self.project_id)

        await _choose_seed(press, _("Which seed belongs to this project too?"), add)


class TakeSeedOutButton(_Staff, HubButton, template="project:{project_id:d}:unseed"):
    """[Take a seed out]: it was linked by mistake."""

    async def press(self, press: Press) -> None:
        panel = await press.hub.projects.room.panel(press.community_id, self.project_id, actor(press))

        async def take_out(press: Press, seed: LinkedSeed) -> None:
            await press.hub.projects.room.unlink_seed(press.community_id, self.project_id, seed.id)
            await update_project(press, self.project_id)

        await press.answer(
            _("Which seed does not belong to this project?"),
            view=HubView(_SeedMenu(press, list(panel.project.seeds), take_out)),
        )


STAFF_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    StartButton,
    AskOwnerButton,
    KeepButton,
    PostAgainButton,
    AddSeedButton,
    TakeSeedOutButton,
)


async def open_start(press: Press, seed: LinkedSeed) -> None:
    """The form; then the owner. Nothing is kept before somebody is asked."""

    async def go_on(press: Press, typed: Typed) -> None:
        words = (typed["name"], typed["purpose"], typed["first_step"])
        press.hub.projects.owners.check(*words)

        async def ask(press: Press, person: Actor) -> None:
            project = await press.hub.projects.owners.propose(
                press.community_id, actor(press), seed.id, words, person
            )
            await update_project(press, project.id, _asked(person, project.name))

        await _choose_person(press, ask)

    await press.open_form(StartForm(press, {"name": seed.title[:NAME_LENGTH]}, kept(go_on, StartForm)))


def _asked(person: Actor, name: str) -> Text:
    return _(
        "{person} is asked in private whether they take “{name}” on. Until they say yes nobody else sees the "
        "project; a no, or two weeks without an answer, is a line on the desk.",
        person=person.name,
        name=name,
    )


async def _choose_person(press: Press, then: Callable[[Press, Actor], Awaitable[None]]) -> None:
    menu = ViewUserSelect(placeholder=press.say(_("Who could take it on?")), updates=True)

    async def chosen(press: Press) -> None:
        needs_staff(press)
        person = menu.values[0]
        if person.bot:
            raise BotsOwnNothing
        await then(press, Actor(person.id, person.display_name))

    menu.on_press = chosen
    await press.answer(
        _("Who could take it on? They are asked in private and decide freely."), view=HubView(menu)
    )


async def _choose_seed(
    press: Press,
    question: Text,
    then: Callable[[Press, LinkedSeed], Awaitable[None]],
    *,
    opens_form: bool = False,
) -> None:
    """The newest seeds that everybody can read; older ones are found by /project start."""
    seeds = await press.hub.projects.room.seeds_to_choose(press.community_id)
    if not seeds:
        raise NoSeedYet
    await press.answer(question, view=HubView(_SeedMenu(press, seeds, then, opens_form=opens_form)))


class NoSeedYet(UserError):
    sentence = N_("There is no seed yet that everybody can read. Projects grow out of published seeds.")


class _SeedMenu(ViewSelect):
    def __init__(
        self,
        press: Press,
        seeds: list[LinkedSeed],
        then: Callable[[Press, LinkedSeed], Awaitable[None]],
        *,
        opens_form: bool = False,
    ) -> None:
        options = [discord.SelectOption(label=seed_label(seed), value=str(seed.id)) for seed in seeds]
        super().__init__(
            options,
            placeholder=press.say(_("Choose a seed")),
            updates=not opens_form,
            opens_form=opens_form,
        )
        self._seeds = {seed.id: seed for seed in seeds}
        self._then = then

    async def press(self, press: Press) -> None:
        needs_staff(press)
        seed = self._seeds.get(int(self.values[0]))
        if seed is None:
            raise NoSuchSeed
        await self._then(press, seed)


def seed_label(seed: LinkedSeed) -> str:
    """``#12 Title``, as menus and suggestions show it."""
    return f"#{seed.id} {seed.title}"
