"""People press, choose, fill in and write; what Discord would refuse is refused, and nothing is lost."""

from __future__ import annotations

import base64
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox.page.problems import FileTooLarge, FormNotAccepted, IsGone, NoAnswer, NothingToSay
from bot.sandbox.page.town import Town
from bot.sandbox.page.values import MOST_MEGABYTES
from tests.bot.sandbox.page.conftest import Visitor


async def run(visitor: Visitor, name: str, **options: Any) -> dict[str, Any]:
    answer = await visitor.town.deed(lambda: visitor.acts.command(name, options))
    await visitor.town.rest()
    return answer


async def send(visitor: Visitor, form: dict[str, Any], **values: Any) -> dict[str, Any]:
    answer = await visitor.town.deed(lambda: visitor.acts.submit(form["handle"], values))
    await visitor.town.rest()
    return answer


def said(visitor: Visitor, answer: dict[str, Any]) -> str:
    return str(next(each for each in visitor.messages() if each["id"] == answer["go"]["message"]))


async def test_a_command_with_options_is_answered(member: Visitor):
    answer = await run(member, "rsvp", event="9月の情報交換会", choice="venue")
    assert "会場の席をご用意しました" in said(member, answer)


async def test_a_form_is_open_until_it_is_sent(town: Town, member: Visitor, other: Visitor):
    form = (await run(member, "seed post"))["form"]
    assert member.sees()["form"] == form
    assert other.sees()["form"] is None
    kinds = [part["control"]["kind"] for part in form["parts"]]
    assert kinds[:4] == ["paragraph", "short", "radio", "radio"]
    chosen = [option["value"] for option in form["parts"][3]["control"]["options"] if option["selected"]]
    assert chosen == ["hidden"]
    answer = await send(member, form, text="夜道が暗い", title="", readers="everyone", name="shown")
    assert "夜道が暗い" in said(member, answer)
    assert member.sees()["form"] is None


async def test_a_form_that_discord_refuses_stays_open(member: Visitor):
    form = (await run(member, "seed post"))["form"]
    with pytest.raises(FormNotAccepted):
        await send(member, form, text="", title="題", readers="everyone", name="shown")
    assert member.sees()["form"] == form
    await send(member, form, text="本文", title="題", readers="everyone", name="shown")


async def test_a_form_can_be_put_away(member: Visitor):
    form = (await run(member, "seed post"))["form"]
    member.acts.close_form("another")
    assert member.sees()["form"] == form
    member.acts.close_form(form["handle"])
    assert member.sees()["form"] is None
    with pytest.raises(IsGone):
        await send(member, form, text="本文")


async def test_a_menu_under_a_message(member: Visitor):
    answer = await member.presses("会場で参加する")
    message = next(each for each in member.messages() if each["id"] == answer["go"]["message"])
    select = next(part for row in message["parts"] for part in row["parts"] if part["type"] == "select")
    wanted = select["options"][0]
    chosen = await member.town.deed(
        lambda: member.acts.choose(int(message["id"]), select["id"], [wanted["value"]])
    )
    assert chosen["go"]["message"]


async def test_the_menu_of_a_message_makes_a_seed_of_it(town: Town, member: Visitor):
    lounge = member.at(town.sim.community.lounge)
    sent = await town.deed(lambda: lounge.acts.say("駅前の自転車が多すぎる"))
    message = int(sent["go"]["message"])
    form = (await town.deed(lambda: lounge.acts.menu(message, "Make a seed of this")))["form"]
    assert "駅前の自転車が多すぎる" in str(form)


async def test_a_press_on_what_is_gone(member: Visitor):
    with pytest.raises(IsGone):
        await member.town.deed(lambda: member.acts.press(1, "rsvp:1:venue"))


async def test_a_panel_from_before_a_restart_says_what_to_do(town: Town):
    """The panel of /setup lives in the process; the new one answers in its place."""
    manager = Visitor(town, town.cast.manager)
    await run(manager, "setup")
    await town.deed(town.sim.restart)
    await town.rest()
    answer = await manager.presses("そのほかの設定")
    assert "もう一度" in said(manager, answer)


async def test_a_press_that_the_bot_does_not_answer(town: Town, member: Visitor):
    async def silent(interaction: discord.Interaction) -> None:
        """Takes it, and says nothing."""

    town.sim.bot.tree.add_command(app_commands.Command(name="silent", description="silent", callback=silent))
    await town.sim.bot.tree.sync()
    with pytest.raises(NoAnswer):
        await run(member, "silent")


async def test_nothing_is_no_message(member: Visitor):
    with pytest.raises(NothingToSay):
        await member.town.deed(lambda: member.acts.say("  \n"))


async def test_the_offices_work_is_counted_and_nobody_elses(town: Town, member: Visitor, staff: Visitor):
    before = town.stage.effort.presses
    await member.presses("会場で参加する")
    assert town.stage.effort.presses == before
    await run(staff, "event create")
    form = (await staff.presses("新しく書く"))["form"]
    assert (town.stage.effort.presses, town.stage.effort.boxes) == (before + 2, 5)
    await send(staff, form, title="勉強会", when="9/20 14:00", venue="会議室", online="", description="")
    assert (town.stage.effort.presses, town.stage.effort.boxes) == (before + 3, 8)


class Everything(discord.ui.Modal, title="すべての部品"):
    """One of each control that discord.py 2.7 can put into a form."""

    got: dict[str, Any]

    def __init__(self) -> None:
        super().__init__()
        option = discord.SelectOption(label="甲", value="a")
        self.short = discord.ui.TextInput(custom_id="short", required=False)
        self.one = discord.ui.Select(custom_id="one", options=[option])
        self.who = discord.ui.UserSelect(custom_id="who")
        self.file = discord.ui.FileUpload(custom_id="file", required=False)
        self.check = discord.ui.Checkbox(custom_id="check")
        for control in (self.short, self.one, self.who, self.file, self.check):
            self.add_item(discord.ui.Label(text=control.custom_id, component=control))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        Everything.got = {
            "short": self.short.value,
            "one": self.one.values,
            "who": [each.id for each in self.who.values],
            "file": [(each.filename, await each.read()) for each in self.file.values],
            "check": self.check.value,
        }
        await interaction.response.send_message("受け取りました", ephemeral=True)


class Groups(discord.ui.Modal, title="選択肢"):
    got: dict[str, Any]

    def __init__(self) -> None:
        super().__init__()
        self.radio = discord.ui.RadioGroup(
            custom_id="radio", options=[discord.RadioGroupOption(label=each, value=each) for each in "ab"]
        )
        self.checks = discord.ui.CheckboxGroup(
            custom_id="checks",
            options=[discord.CheckboxGroupOption(label=each, value=each) for each in "xyz"],
        )
        self.role = discord.ui.RoleSelect(custom_id="role", required=False)
        self.channel = discord.ui.ChannelSelect(custom_id="channel", required=False)
        self.add_item(discord.ui.TextDisplay("**説明**"))
        for control in (self.radio, self.checks, self.role, self.channel):
            self.add_item(discord.ui.Label(text=control.custom_id, component=control))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        Groups.got = {
            "radio": self.radio.value,
            "checks": self.checks.values,
            "role": [each.id for each in self.role.values],
            "channel": [each.id for each in self.channel.values],
        }
        await interaction.response.send_message("受け取りました", ephemeral=True)


async def offers(town: Town, name: str, form: type[discord.ui.Modal]) -> None:
    """The bot gets one more command, which opens this form."""

    async def opened(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(form())

    town.sim.bot.tree.add_command(app_commands.Command(name=name, description=name, callback=opened))
    await town.sim.bot.tree.sync()


async def test_every_kind_of_control_reaches_the_bot(town: Town, member: Visitor, other: Visitor):
    await offers(town, "everything", Everything)
    form = (await run(member, "everything"))["form"]
    kinds = {part["control"]["id"]: part["control"]["kind"] for part in form["parts"]}
    assert kinds == {"short": "short", "one": "select", "who": "select", "file": "file", "check": "check"}
    file = {"name": "写真.png", "data": base64.b64encode(b"\x89PNG").decode()}
    values = {"short": "文", "one": ["a"], "who": [str(other.person.id)], "file": [file], "check": True}
    await send(member, form, **values)
    assert Everything.got == {
        "short": "文",
        "one": ["a"],
        "who": [other.person.id],
        "file": [("写真.png", b"\x89PNG")],
        "check": True,
    }


async def test_groups_roles_and_channels_reach_the_bot(town: Town, member: Visitor):
    await offers(town, "groups", Groups)
    form = (await run(member, "groups"))["form"]
    assert form["parts"][0] == {"type": "text", "body": [{"t": "p", "c": [{"t": "strong", "c": ["説明"]}]}]}
    assert [part["control"]["kind"] for part in form["parts"][1:]] == ["radio", "checks", "select", "select"]
    community = town.sim.community
    roles = [option["value"] for option in form["parts"][3]["control"]["options"]]
    assert str(community.staff_role.id) in roles
    assert str(community.guild.id) not in roles
    await send(
        member,
        form,
        radio="a",
        checks=["x", "z"],
        role=[str(community.staff_role.id)],
        channel=[str(community.lounge.id)],
    )
    assert Groups.got == {
        "radio": "a",
        "checks": ["x", "z"],
        "role": [community.staff_role.id],
        "channel": [community.lounge.id],
    }


async def test_a_file_that_discord_would_not_take(town: Town, member: Visitor, other: Visitor):
    await offers(town, "everything", Everything)
    form = (await run(member, "everything"))["form"]
    large = {"name": "大.png", "data": base64.b64encode(bytes(MOST_MEGABYTES * 1024 * 1024 + 1)).decode()}
    with pytest.raises(FileTooLarge):
        await send(member, form, one=["a"], who=[str(other.person.id)], file=[large])
    assert member.sees()["form"] == form
