"""After the introduction: date, goal, milestones, the end; pressed by both sides and the office."""

from __future__ import annotations

from typing import Any, ClassVar

import discord

from bot.clock import LocalDate
from bot.errors import N_, UserError
from bot.i18n import Text, _
from bot.probono.states import Party
from bot.probono.suggestion_views import Suggestion
from cogs.probono.suggestion_forms import DateForm, GoalForm, HoursForm, kept
from cogs.probono.suggestion_panel import OfSuggestion, actor, title_for, update_suggestion
from cogs.shared.confirm import ConfirmView
from cogs.shared.controls import HubButton, HubView, ViewSelect
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from cogs.shared.staff_form import Typed


class DateButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:date"):
    """[Set the date] of a small help."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await press.hub.probono.looking.one(press.community_id, self.suggestion_id, actor(press))

        async def set_date(press: Press, typed: Typed) -> None:
            await press.hub.probono.agreements.set_date(
                press.community_id, self.suggestion_id, actor(press), typed["when"]
            )
            await update_suggestion(press, self.suggestion_id, _("The date is set; the other side is told."))

        await press.open_form(DateForm(press, {}, kept(set_date, DateForm)))


class GoalButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:goal"):
    """[Write goal and schedule], by the office."""

    right: ClassVar[Right] = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        it, _party = await press.hub.probono.looking.one(press.community_id, self.suggestion_id, actor(press))

        async def write(press: Press, typed: Typed) -> None:
            await press.hub.probono.agreements.put_on_the_table(
                press.community_id,
                self.suggestion_id,
                actor(press),
                (typed["goal"], typed["schedule"], typed["milestones"]),
            )
            await update_suggestion(press, self.suggestion_id, _("Both sides are asked whether it is right."))

        def form(press: Press, typed: Typed, then: Any) -> GoalForm:
            return GoalForm(press, it, typed, then)

        await press.open_form(form(press, {}, kept(write, form)))


class AgreeButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:agree"):
    """[I agree] to what is on the table."""

    async def press(self, press: Press) -> None:
        it = await press.hub.probono.agreements.agree(press.community_id, self.suggestion_id, actor(press))
        both = it.volunteer_agreed_at is not None and it.organisation_agreed_at is not None
        said = (
            _("Thank you. Both of you agree, so it can begin.")
            if both
            else _("Thank you. As soon as the other side agrees too, you are both told.")
        )
        await update_suggestion(press, self.suggestion_id, said)


class BeginButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:begin"):
    """[We have begun]."""

    updates = True

    async def press(self, press: Press) -> None:
        await press.hub.probono.agreements.begin(press.community_id, self.suggestion_id, actor(press))
        await update_suggestion(press, self.suggestion_id, _("Noted: it has begun. We wish you joy in it."))


class NoMilestones(UserError):
    sentence = N_("No milestones are written down here. The office writes them together with the goal.")


class MilestonesButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:milestones"):
    """[Milestones]: choose one that was reached (or was not, after all)."""

    async def press(self, press: Press) -> None:
        it, _party = await press.hub.probono.looking.one(press.community_id, self.suggestion_id, actor(press))
        if not it.milestones:  # the panel may be older than the goal
            raise NoMilestones
        await press.answer(
            _("Which one was reached? Chosen once more, it is open again."),
            view=HubView(_MilestoneMenu(press, it)),
        )


class _MilestoneMenu(ViewSelect):
    def __init__(self, press: Press, it: Suggestion) -> None:
        self._suggestion_id, self._community_id = it.id, press.community_id
        options = [
            discord.SelectOption(
                label=_(
                    "{mark} {day}: {title}",
                    mark="✓" if each.is_done else "・",
                    day=LocalDate(each.due_on),
                    title=each.title,
                ).to(press.lang),  # menus and buttons know no markup: nothing is escaped
                value=str(each.id),
            )
            for each in it.milestones
        ]
        super().__init__(options, placeholder=press.say(_("Choose a milestone")), updates=True)

    async def find_community(self, hub: Any) -> int | None:
        return self._community_id

    async def press(self, press: Press) -> None:
        await press.hub.probono.agreements.reach(
            press.community_id, self._suggestion_id, actor(press), int(self.values[0])
        )
        await update_suggestion(press, self._suggestion_id)


class FinishButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:finish"):
    """[It is done], with the hours."""

    opens_form = True

    async def press(self, press: Press) -> None:
        await press.hub.probono.looking.one(press.community_id, self.suggestion_id, actor(press))

        async def finish(press: Press, typed: Typed) -> None:
            await press.hub.probono.ends.finish(
                press.community_id, self.suggestion_id, actor(press), typed["hours"]
            )
            await update_suggestion(
                press, self.suggestion_id, _("It is done. Both sides get a word of thanks.")
            )

        await press.open_form(HoursForm(press, {}, kept(finish, HoursForm)))


class DropButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:drop"):
    """[End it early], after one question."""

    async def press(self, press: Press) -> None:
        it, party = await press.hub.probono.looking.one(press.community_id, self.suggestion_id, actor(press))

        async def drop(press: Press) -> None:
            await press.hub.probono.ends.drop(press.community_id, self.suggestion_id, actor(press))
            await press.update(_("It has ended. Whoever knew of it is told kindly."))

        await press.answer(
            _ask_to_drop(it, party), view=ConfirmView(press, _("Yes, end it"), _("No, go on"), drop)
        )


def _ask_to_drop(it: Suggestion, party: Party) -> Text:
    return _(
        "End “{title}”? The other side is told that it does not go on, without a reason.",
        title=title_for(it, party),
    )


class RenewButton(OfSuggestion, HubButton, template="suggestion:{suggestion_id:d}:renew"):
    """[Let it go on], on the desk after two silent weeks."""

    right: ClassVar[Right] = Right.STAFF

    async def press(self, press: Press) -> None:
        it = await press.hub.probono.ends.renew(press.community_id, self.suggestion_id)
        await press.answer(_("“{title}” goes on; both sides are asked how it is.", title=it.need.title))


WORK_CONTROLS: tuple[type[discord.ui.DynamicItem[Any]], ...] = (
    DateButton,
    GoalButton,
    AgreeButton,
    BeginButton,
    MilestonesButton,
    FinishButton,
    DropButton,
    RenewButton,
)
