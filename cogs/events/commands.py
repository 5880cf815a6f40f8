"""The slash commands of meetings. People mostly press buttons; every command has one."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.events.drafts import Draft
from bot.events.form import EventForm
from bot.events.rules import Choice
from bot.i18n import C_, _
from cogs.events.choosing import chosen_event, suggest_events, suggest_past
from cogs.events.draft_views import open_new, show_draft
from cogs.events.edit_views import begin_edit
from cogs.events.history import show_history
from cogs.events.lists import show_event, show_list
from cogs.events.people import PeoplePanel
from cogs.events.plain_text import show_plain_text
from cogs.events.staff_views import ask_reason
from cogs.events.views import give_answer
from cogs.shared import screens
from cogs.shared.commands import on_press, suggesting
from cogs.shared.controls import HubButton, HubView, ViewButton
from cogs.shared.permissions import Right, needs_staff
from cogs.shared.press import Press
from cogs.shared.translator import cmd

EVENT_OPTION = cmd(C_("option", "event"))
WHICH_EVENT = cmd(_("Choose one from the list"))
CHOICES = [
    app_commands.Choice(name=cmd(C_("choice", "At the venue")), value=Choice.VENUE.value),
    app_commands.Choice(name=cmd(C_("choice", "Online")), value=Choice.ONLINE.value),
    app_commands.Choice(name=cmd(C_("choice", "Not sure yet")), value=Choice.MAYBE.value),
    app_commands.Choice(name=cmd(C_("choice", "Can't come / withdraw")), value=Choice.DECLINED.value),
]


@app_commands.guild_only()
class EventCommands(
    commands.GroupCog,
    name="event_commands",
    group_name=cmd(C_("command", "event")),
    group_description=cmd(_("Meetings: look at them, announce them")),
):
    """/event …"""

    @app_commands.command(
        name=cmd(C_("command", "create")),
        description=cmd(_("Announce a new event (office)")),
    )
    @on_press(right=Right.STAFF, opens_form=True)
    async def create(self, press: Press) -> None:
        await begin_event(press)

    @app_commands.command(
        name=cmd(C_("command", "list")),
        description=cmd(_("The next events")),
    )
    @on_press()
    async def list_(self, press: Press) -> None:
        await show_list(press)

    @app_commands.command(
        name=cmd(C_("command", "show")),
        description=cmd(_("One event: its card, and who comes")),
    )
    @app_commands.rename(event=EVENT_OPTION)
    @app_commands.describe(event=WHICH_EVENT)
    @on_press()
    async def show(self, press: Press, event: str) -> None:
        await show_event(press, await chosen_event(press, event))

    @app_commands.command(
        name=cmd(C_("command", "edit")),
        description=cmd(_("Change an event and tell those whom it concerns (office)")),
    )
    @app_commands.rename(event=EVENT_OPTION)
    @app_commands.describe(event=WHICH_EVENT)
    @on_press(right=Right.STAFF)
    async def edit(self, press: Press, event: str) -> None:
        await begin_edit(press, await chosen_event(press, event))

    @app_commands.command(
        name=cmd(C_("command", "cancel")),
        description=cmd(_("Call an event off and tell everyone who answered (office)")),
    )
    @app_commands.rename(event=EVENT_OPTION)
    @app_commands.describe(event=WHICH_EVENT)
    @on_press(right=Right.STAFF, opens_form=True)
    async def cancel(self, press: Press, event: str) -> None:
        await ask_reason(press, await chosen_event(press, event))

    @app_commands.command(
        name=cmd(C_("command", "people")),
        description=cmd(_("Who has applied, with everything to change (office)")),
    )
    @app_commands.rename(event=EVENT_OPTION)
    @app_commands.describe(event=WHICH_EVENT)
    @on_press(right=Right.STAFF)
    async def people(self, press: Press, event: str) -> None:
        await PeoplePanel(await chosen_event(press, event)).answer(press)

    @app_commands.command(
        name=cmd(C_("command", "history")),
        description=cmd(_("Every step of every application to an event (office)")),
    )
    @app_commands.rename(event=EVENT_OPTION)
    @app_commands.describe(event=WHICH_EVENT)
    @on_press(right=Right.STAFF)
    async def history(self, press: Press, event: str) -> None:
        await show_history(press, await chosen_event(press, event))

    @app_commands.command(
        name=cmd(C_("command", "text")),
        description=cmd(_("An event as plain text for mail, Facebook and a blog (office)")),
    )
    @app_commands.rename(event=EVENT_OPTION)
    @app_commands.describe(event=WHICH_EVENT)
    @on_press(right=Right.STAFF)
    async def text(self, press: Press, event: str) -> None:
        await show_plain_text(press, await chosen_event(press, event))

    @app_commands.command(
        name=cmd(C_("command", "record")),
        description=cmd(_("Write down what an event was, and publish it (office)")),
    )
    @app_commands.rename(event=EVENT_OPTION)
    @app_commands.describe(event=WHICH_EVENT)
    @on_press(right=Right.STAFF)
    async def record(self, press: Press, event: str) -> None:
        await screens.show(screens.EVENT_RECORD, press, await chosen_event(press, event))

    @app_commands.command(
        name=cmd(C_("command", "export")),
        description=cmd(_("The participants of an event as a file for Excel (office)")),
    )
    @app_commands.rename(event=EVENT_OPTION)
    @app_commands.describe(event=WHICH_EVENT)
    @on_press(right=Right.STAFF)
    async def export(self, press: Press, event: str) -> None:
        await screens.show(screens.EVENT_EXPORT, press, await chosen_event(press, event))

    @record.autocomplete("event")
    @suggesting
    async def _past_events(self, press: Press, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_past(press, typed)

    @export.autocomplete("event")
    @suggesting
    async def _all_events(self, press: Press, typed: str) -> list[app_commands.Choice[str]]:
        return [*await suggest_events(press, typed), *await suggest_past(press, typed)]

    @show.autocomplete("event")
    @edit.autocomplete("event")
    @cancel.autocomplete("event")
    @people.autocomplete("event")
    @history.autocomplete("event")
    @text.autocomplete("event")
    @suggesting
    async def _events(self, press: Press, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_events(press, typed)


class RsvpCommand(commands.Cog):
    """/rsvp: the card's buttons as a command."""

    @app_commands.command(
        name=cmd(C_("command", "rsvp")),
        description=cmd(_("Say whether you come to an event")),
    )
    @app_commands.guild_only()
    @app_commands.rename(event=EVENT_OPTION, choice=cmd(C_("option", "choice")))
    @app_commands.describe(event=WHICH_EVENT, choice=cmd(_("How you take part")))
    @app_commands.choices(choice=CHOICES)
    @on_press()
    async def rsvp(self, press: Press, event: str, choice: str) -> None:
        await give_answer(press, await chosen_event(press, event), Choice(choice))

    @rsvp.autocomplete("event")
    @suggesting
    async def _events(self, press: Press, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_events(press, typed, only_open=True)


class NewEvent(HubButton, template="events:0:new"):
    """[New event] on the /home panel."""

    right = Right.STAFF
    opens_form = True

    async def press(self, press: Press) -> None:
        await begin_event(press)


async def begin_event(press: Press) -> None:
    """The form at once; or a choice, where there is an earlier event or an unfinished draft to start from."""
    last = await press.hub.drafts.last_form(press.community_id)
    unfinished = await press.hub.drafts.latest(press.community_id, press.user_id)
    if last is None and unfinished is None:
        await open_new(press, EventForm())
        return
    buttons = [_form_button(press.say(_("Write a new one")), EventForm())]
    if last is not None:
        buttons.append(_form_button(press.say(_("Start from the last one")), last))
    if unfinished is not None:
        buttons.append(_draft_button(press, unfinished))
    await press.answer(_("How would you like to begin?"), view=HubView(*buttons))


def _form_button(label: str, form: EventForm) -> ViewButton:
    async def open_form(press: Press) -> None:
        needs_staff(press)
        await open_new(press, form)

    return ViewButton(label, open_form, style=discord.ButtonStyle.primary, opens_form=True)


def _draft_button(press: Press, draft: Draft) -> ViewButton:
    async def go_on(press: Press) -> None:
        needs_staff(press)
        await show_draft(press, await press.hub.drafts.get(press.community_id, draft.id))

    title = draft.form.title or "…"
    return ViewButton(_("Go on with “{title}”", title=title).to(press.lang), go_on, updates=True)
