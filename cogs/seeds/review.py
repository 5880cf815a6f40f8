"""[Look through it]: everything the office can do with a seed, in one private panel.

Each act names the revision that was looked at, so that of two coordinators the second is told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

import discord

from bot.clock import LocalDate
from bot.i18n import C_, Text, _
from bot.seeds.cards import ReviewFacts
from bot.seeds.review import ReviewPanel
from bot.seeds.rules import (
    CLOSED,
    GONE,
    LINE_LENGTH,
    MERGEABLE,
    REASON_LENGTH,
    UNDECIDED,
    Readers,
    Role,
    SeedState,
)
from bot.seeds.seed import Seed, Step
from bot.seeds.tools import Actor
from cogs.seeds.card import review_embed
from cogs.seeds.messages import with_messages
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.doors import Door
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.renderers import escape
from cogs.shared.staff_form import StaffForm, Then, Typed, kept_typed

SHOWN_STEPS = 8


class _OfSeed(HubButton):
    seed_id: int
    right: ClassVar[Right] = Right.STAFF


class ReviewButton(_OfSeed, template="seed:{seed_id:d}:review"):
    async def press(self, press: Press) -> None:
        await show_review(press, self.seed_id)


class RestButton(_OfSeed, template="seed:{seed_id:d}:rest"):
    """[Let it rest], from the desk."""

    async def press(self, press: Press) -> None:
        seed = await press.hub.seeds.reviews.move(
            press.community_id, self.seed_id, SeedState.DORMANT, actor_of(press), None
        )
        await press.answer(
            _("Seed #{number} rests now. It can still be found and supported.", number=seed.id)
        )


class KeepButton(_OfSeed, template="seed:{seed_id:d}:keep"):
    """[Keep it open], from the desk."""

    async def press(self, press: Press) -> None:
        seed = await press.hub.seeds.reviews.keep_open(press.community_id, self.seed_id)
        await press.answer(_("Seed #{number} stays open.", number=seed.id))


class PostAgainButton(_OfSeed, template="seed:{seed_id:d}:postagain"):
    async def press(self, press: Press) -> None:
        seed = await press.hub.seeds.reviews.post_again(press.community_id, self.seed_id)
        await press.answer(_("Seed #{number} is being posted.", number=seed.id))


class StaffAct(ViewButton):
    right = Right.STAFF


class StaffChoice(ViewSelect):
    right = Right.STAFF


def actor_of(press: Press) -> Actor:
    return Actor(press.user_id, press.display_name)


async def show_review(press: Press, seed_id: int, done: Text | None = None) -> None:
    """The panel as it is now, in the place of the pressed one."""
    panel = await press.hub.seeds.reviews.panel(press.community_id, seed_id)
    await press.update(done, embeds=_embeds(press, panel), view=_Acts(panel).view(press))


def _embeds(press: Press, panel: ReviewPanel) -> list[discord.Embed]:
    embed = review_embed(ReviewFacts(panel.seed, panel.concerns), press.lang)
    seed = panel.seed
    embed.title = press.say(
        _("Seed #{number}: {title}", number=seed.id, title=seed.title)
        if seed.title
        else _("Seed #{number}", number=seed.id)
    )
    if panel.helped or panel.not_yet:
        answers = _(
            "{helped} say that something is better, {not_yet} not yet",
            helped=panel.helped,
            not_yet=panel.not_yet,
        )
        embed.add_field(name=press.say(_("Four weeks later")), value=press.say(answers), inline=False)
    steps = [press.say(step_line(step)) for step in panel.steps[-SHOWN_STEPS:]]
    embed.add_field(name=press.say(_("History")), value="\n".join(steps) or "–", inline=False)
    return with_messages(press, [embed], panel.lines, C_("seed line", "Author"))


def step_line(step: Step) -> Text:
    """One line of the history: the day, what, in which role; a name only of staff and seeds with a name."""
    states = {state.value: state.label for state in SeedState}
    what = states.get(step.what) or _ACTS.get(step.what, Text(step.what))
    who = (
        Text("{role} ({name})", {"role": Role(step.role).label, "name": step.name})
        if step.name
        else Role(step.role).label
    )
    return Text("{day} / {what} / {who}", {"day": LocalDate(step.happened_on), "what": what, "who": who})


_ACTS: dict[str, Text] = {
    "edited": C_("seed step", "the text was changed"),
    "categories": C_("seed step", "the categories were chosen"),
    "asked": C_("seed step", "the author was asked something"),
    "theme": C_("seed step", "it was proposed as a theme"),
    "not_theme": C_("seed step", "it is no longer proposed as a theme"),
    "linked": C_("seed step", "it was linked to a meeting"),
    "unlinked": C_("seed step", "it is no longer linked to a meeting"),
}

Act = Callable[[Press], Awaitable[None]]


class _Acts:
    def __init__(self, panel: ReviewPanel) -> None:
        self.panel = panel
        self.seed = panel.seed

    def view(self, press: Press) -> HubView | None:
        if self.seed.state in GONE:
            return None
        view = HubView(self._category_menu(press))
        if self.seed.state in UNDECIDED or self.seed.state is SeedState.PRIVATE:
            self._add_decisions(press, view)
        elif self.seed.state is not SeedState.MERGED and (
            moves := [state for state in self.panel.next_states if state not in _NOT_IN_THE_MENU]
        ):
            view.add_item(self._move_menu(press, moves))
        for button in self._always(press):
            view.add_item(button)
        if self.seed.state is SeedState.PRIVATE:
            view.add_item(
                Door(press.say(_("Note as a consultation")), f"consultation:{self.seed.id}:seed", row=3)
            )
        view.add_item(Door(press.say(_("Meetings and themes")), f"seed:{self.seed.id}:meetings", row=4))
        return view

    def _add_decisions(self, press: Press, view: HubView) -> None:
        for label, target, style in _DECISIONS:
            if target not in self.panel.next_states or not self._fits(target):
                continue
            needs_words = target in _WITH_REASON
            view.add_item(
                StaffAct(
                    press.say(label),
                    self._with_reason(target, label) if needs_words else self._move(target),
                    style=style,
                    row=2,
                    updates=not needs_words,
                    opens_form=needs_words,
                )
            )

    def _fits(self, target: SeedState) -> bool:
        """What was written for the office only is never published."""
        return target is not SeedState.PUBLISHED or self.seed.readers is Readers.EVERYONE

    def _always(self, press: Press) -> list[ViewButton]:
        seed = self.seed
        buttons = []
        if seed.state not in CLOSED:
            buttons.append(StaffAct(press.say(_("Write to the author")), self._ask, row=3, opens_form=True))
        if seed.state in MERGEABLE and seed.readers is Readers.EVERYONE:
            buttons.append(StaffAct(press.say(_("Join with another")), self._merge, row=3, opens_form=True))
        if seed.state is SeedState.MERGED:
            buttons.append(StaffAct(press.say(_("Take the joining back")), self._undo, row=3, updates=True))
        if SeedState.DELETED in self.panel.next_states and seed.state not in UNDECIDED:
            act = self._with_reason(SeedState.DELETED, _("Take it down"))
            danger = discord.ButtonStyle.danger
            buttons.append(StaffAct(press.say(_("Take it down")), act, style=danger, row=3, opens_form=True))
        return list(buttons)

    def _category_menu(self, press: Press) -> ViewSelect:
        chosen = {category.id for category in self.seed.categories}

        async def choose(press: Press) -> None:
            await press.hub.seeds.reviews.categorise(
                press.community_id,
                self.seed.id,
                [int(value) for value in menu.values],
                actor_of(press),
                self.seed.revision,
            )
            await show_review(press, self.seed.id)

        menu = StaffChoice(
            [
                discord.SelectOption(label=each.name, value=str(each.id), default=each.id in chosen)
                for each in self.panel.offered
            ],
            choose,
            placeholder=press.say(_("Categories")),
            min_values=0,
            max_values=len(self.panel.offered),
            row=0,
            updates=True,
        )
        return menu

    def _move_menu(self, press: Press, moves: list[SeedState]) -> ViewSelect:
        async def choose(press: Press) -> None:
            await self._move(SeedState(menu.values[0]))(press)

        menu = StaffChoice(
            [discord.SelectOption(label=press.say(state.label), value=state.value) for state in moves],
            choose,
            placeholder=press.say(_("Move it on")),
            row=1,
            updates=True,
        )
        return menu

    def _move(self, target: SeedState) -> Act:
        async def act(press: Press) -> None:
            moved = await press.hub.seeds.reviews.move(
                press.community_id, self.seed.id, target, actor_of(press), self.seed.revision
            )
            await show_review(press, self.seed.id, _done(moved))

        return act

    def _with_reason(self, target: SeedState, label: Text) -> Act:
        async def keep(press: Press, typed: Typed) -> None:
            moved = await press.hub.seeds.reviews.move(
                press.community_id, self.seed.id, target, actor_of(press), self.seed.revision, typed["reason"]
            )
            await show_review(press, self.seed.id, _done(moved))

        words = (
            _("Why, for the author (it cannot be undone)")
            if target is SeedState.DELETED
            else _("What the author reads")
        )
        return _form(label, words, REASON_LENGTH, "reason", keep)

    async def _ask(self, press: Press) -> None:
        async def keep(press: Press, typed: Typed) -> None:
            await press.hub.seeds.reviews.ask(
                press.community_id, self.seed.id, actor_of(press), typed["question"]
            )
            await show_review(press, self.seed.id, _asked(self.seed))

        await _form(
            _("Write to the author"), _("What you write to the author"), LINE_LENGTH, "question", keep
        )(press)

    async def _merge(self, press: Press) -> None:
        async def keep(press: Press, typed: Typed) -> None:
            number = "".join(sign for sign in typed["number"] if sign.isdigit())
            joined = await press.hub.seeds.merging.merge(
                press.community_id,
                self.seed.id,
                int(number[:18] or 0),
                actor_of(press),
                self.seed.revision,
            )
            done = _("Joined with #{number}. Its supporters are told.", number=joined.merged_into_id)
            await show_review(press, self.seed.id, done)

        await _form(_("Join with another"), _("Number of the other seed"), 20, "number", keep)(press)

    async def _undo(self, press: Press) -> None:
        await press.hub.seeds.merging.undo(press.community_id, self.seed.id, actor_of(press))
        await show_review(press, self.seed.id, _("Taken back: both seeds stand for themselves again."))


_NOT_IN_THE_MENU = frozenset({SeedState.MERGED, SeedState.DELETED, SeedState.REFERRED})
_WITH_REASON = frozenset({SeedState.RETURNED, SeedState.REFERRED, SeedState.DECLINED})
_DECISIONS: tuple[tuple[Text, SeedState, discord.ButtonStyle], ...] = (
    (C_("button", "Publish"), SeedState.PUBLISHED, discord.ButtonStyle.success),
    (C_("button", "Ask before publishing"), SeedState.RETURNED, discord.ButtonStyle.secondary),
    (C_("button", "Keep it private"), SeedState.PRIVATE, discord.ButtonStyle.secondary),
    (C_("button", "Refer"), SeedState.REFERRED, discord.ButtonStyle.secondary),
    (C_("button", "Do not publish"), SeedState.DECLINED, discord.ButtonStyle.danger),
)


def _form(title: Text, label: Text, most: int, name: str, keep: Then) -> Act:
    """A press that opens a form of one box; a refusal is told with what was written."""

    def made(press: Press, typed: Typed, then: Then) -> StaffForm:
        form = StaffForm(press, title, then)
        form.box(name, label, typed.get(name, ""), most, required=True, paragraph=most > LINE_LENGTH // 10)
        return form

    async def act(press: Press) -> None:
        await press.open_form(made(press, {}, kept_typed(keep, made)))

    return act


def _done(seed: Seed) -> Text:
    return _("Seed #{number} is “{state}” now.", number=seed.id, state=seed.state.label)


def _asked(seed: Seed) -> Text:
    if not seed.is_anonymous:
        return _("Your question is on its way to the author.")
    if seed.is_notified:
        return _("Your question is on its way; nobody sees to whom. The answer comes here.")
    return _("Your question waits until the author opens the seed with the key. The answer comes here.")


def review_lines(press: Press, seeds: list[Seed]) -> list[str]:
    """What waits for a first decision, for a list."""
    return [f"#{seed.id} {escape(seed.title or '')} ({press.say(seed.state.label)})" for seed in seeds]
