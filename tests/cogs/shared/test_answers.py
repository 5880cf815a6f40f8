"""Every press gets an answer, whatever goes wrong behind it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.i18n import Text, _
from bot.outbox.notice import Notice
from cogs.shared.commands import on_press, suggesting
from cogs.shared.controls import HubButton, HubModal, HubSelect, HubView, ViewButton, ViewSelect
from cogs.shared.permissions import Right
from cogs.shared.press import Press
from tests.cogs.shared.stage import Stage, read, stage

PLANTED = "くすのき"


def typed(words: str) -> Text:
    return Text("{words}", {"words": words})


class Refusal(UserError):
    sentence = "「{what}」はできません。"


class ProbeButton(HubButton, template="probe:{row_id:d}:{how}"):
    row_id: int
    how: str

    async def find_community(self, hub: Any) -> int | None:
        return self.row_id if self.how != "lost" else None

    async def press(self, press: Press) -> None:
        match self.how:
            case "ok":
                await press.answer(typed(f"{self.row_id}番"))
            case "twice":
                await press.answer(typed("一つ目"))
                await press.answer(typed("二つ目"), embed=discord.Embed(title="題"))
            case "no":
                raise Refusal(what="*太字* @everyone")
            case "boom":
                raise RuntimeError(f"secret {PLANTED}")
            case "late":
                await press.answer(typed("半分"))
                raise RuntimeError("after the answer")
            case "silent":
                pass
            case "whoami":
                await press.answer(typed(f"{press.display_name} {press.lang} {press.community.name}"))


class StaffButton(HubButton, template="staffprobe"):
    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await press.answer(typed("事務局の方"))


class ManagerButton(HubButton, template="managerprobe"):
    right = Right.MANAGER
    before_setup = True

    async def press(self, press: Press) -> None:
        await press.answer(typed("管理の方"))


class PanelButton(HubButton, template="panel:{step:d}"):
    step: int
    updates = True

    async def press(self, press: Press) -> None:
        await press.update(typed(f"段{self.step}"), view=HubView(PanelButton("次へ", step=self.step + 1)))


class BrokenPanelButton(HubButton, template="brokenpanel"):
    updates = True

    async def press(self, press: Press) -> None:
        raise RuntimeError("broken")


class ProbeForm(HubModal):
    def __init__(self, fate: str) -> None:
        super().__init__("題名" * 40)
        self.fate = fate
        self.name_field = discord.ui.Label(text="名前", component=discord.ui.TextInput(custom_id="name"))
        self.add_item(self.name_field)

    async def submitted(self, press: Press) -> None:
        if self.fate == "boom":
            raise RuntimeError("form")
        if self.fate == "no":
            raise Refusal(what="送信")
        written = self.name_field.component
        assert isinstance(written, discord.ui.TextInput)
        await press.answer(typed(f"受け取り:{written.value}"))


class FormButton(HubButton, template="form:{fate}"):
    fate: str
    opens_form = True

    async def press(self, press: Press) -> None:
        if self.fate == "early":
            raise RuntimeError("before the form")
        await press.open_form(ProbeForm(self.fate))


class ProbeSelect(HubSelect, template="pick:{row_id:d}"):
    row_id: int

    async def press(self, press: Press) -> None:
        if self.chosen == ["boom"]:
            raise RuntimeError("select")
        await press.answer(typed(f"{self.row_id}:{','.join(self.chosen)}"))


class ProbeCog(commands.Cog):
    @app_commands.command(name="probe", description="probe")
    @on_press()
    async def probe(self, press: Press, how: str, times: int = 1) -> None:
        if how == "boom":
            raise RuntimeError("command")
        if how == "no":
            raise Refusal(what="実行")
        await press.answer(typed(how * times))

    @probe.autocomplete("how")
    @suggesting
    async def _how(self, press: Press, current: str) -> list[app_commands.Choice[str]]:
        if current == "boom":
            raise RuntimeError("suggestions")
        return [app_commands.Choice(name=f"{press.lang}{n}" * 60, value=str(n)) for n in range(40)]

    @app_commands.command(name="office", description="office")
    @on_press(right=Right.STAFF)
    async def office(self, press: Press) -> None:
        await press.answer(typed("机"))

    @app_commands.command(name="raw", description="a command that somebody forgot to wrap")
    async def raw(self, interaction: discord.Interaction) -> None:
        raise RuntimeError("unwrapped")


ALL = (
    ProbeButton, StaffButton, ManagerButton, PanelButton, BrokenPanelButton, FormButton, ProbeSelect,
)  # fmt: skip

APOLOGY = re.compile(r"[23456789A-HJKMNP-Z]{6}")


@pytest.fixture
async def here(tmp_path: Path) -> Any:
    async with stage(tmp_path, *ALL, cogs=[ProbeCog()]) as made:
        yield made


async def probe(here: Stage, how: str, person: Any = None) -> str:
    button = ProbeButton("押す", row_id=here.guild.id, how=how)
    return read(await here.press(person or here.person, button))


def assert_apology(here: Stage, answer: str, where: str) -> None:
    match = APOLOGY.search(answer)
    assert match, answer
    assert here.hub.faults == [(here.guild.id, match[0], where)]


async def test_a_press_is_answered_privately(here: Stage) -> None:
    assert await probe(here, "ok") == f"{here.guild.id}番"


async def test_it_is_acknowledged_before_anything_is_read(here: Stage) -> None:
    del here.hub.members
    message = await here.post(ProbeButton("押す", row_id=1, how="ok"))
    before = len(here.env.http_requests)
    result = await here.person.click(message, label="押す")
    first = here.env.http_requests[before]
    assert first.path.endswith("/callback")
    assert first.json == {"type": 5, "data": {"flags": 64}}
    assert APOLOGY.search(read(result))


async def test_a_second_answer_is_another_private_message(here: Stage) -> None:
    assert (await probe(here, "twice")).split("\n") == ["一つ目", "二つ目", "題"]


async def test_a_refusal_is_said_and_what_was_typed_is_escaped(here: Stage) -> None:
    answer = await probe(here, "no")
    assert answer == "「\\*太字\\* @\u200beveryone」はできません。"
    assert here.hub.faults == []


@pytest.mark.parametrize("how", ["boom", "silent", "late"])
async def test_anything_else_is_an_apology_with_a_reference(
    here: Stage, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await probe(here, how)
    assert_apology(here, answer, "ProbeButton")
    assert PLANTED not in answer
    reference = here.hub.faults[0][1]
    assert any(reference in record.getMessage() and record.exc_info for record in caplog.records)


async def test_a_failing_report_does_not_hide_the_apology(here: Stage) -> None:
    here.hub.reporting_fails = True
    assert APOLOGY.search(await probe(here, "boom"))


async def test_what_the_press_knows(here: Stage) -> None:
    assert await probe(here, "whoami") == r"はる\_\* en みどり町ハブ"
    await here.hub.members.set_language(here.guild.id, here.person.id, "はる", "ja")
    assert await probe(here, "whoami") == r"はる\_\* ja みどり町ハブ"


async def test_roles_are_read_at_every_press(here: Stage) -> None:
    assert read(await here.press(here.staff, StaffButton("机"))) == "事務局の方"
    assert read(await here.press(here.manager, StaffButton("机"))) == "事務局の方"
    assert "office" in read(await here.press(here.person, StaffButton("机")))
    here.env.backend.remove_member_role(here.guild.id, here.staff.id, here.staff_role.id)
    assert "office" in read(await here.press(here.staff, StaffButton("机")))


async def test_only_managers_may_what_managers_may(here: Stage) -> None:
    assert read(await here.press(here.manager, ManagerButton("設定"))) == "管理の方"
    assert "Manage Server" in read(await here.press(here.staff, ManagerButton("設定")))


async def test_before_setup_it_says_what_is_missing(tmp_path: Path) -> None:
    async with stage(tmp_path, *ALL, cogs=[ProbeCog()], set_up=False) as here:
        assert "/setup" in await probe(here, "ok")
        assert "/setup" in read(await here.person.slash(here.place, "probe", how="x"))
        assert read(await here.press(here.manager, ManagerButton("設定"))) == "管理の方"


# --- panels and forms ------------------------------------------------------------------------------------------


class PanelCog(commands.Cog):
    @app_commands.command(name="panel", description="panel")
    @on_press()
    async def panel(self, press: Press) -> None:
        async def picked(press: Press) -> None:
            await press.update(typed("選びました"))

        await press.answer(
            typed("段0"),
            view=HubView(
                PanelButton("次へ", step=1),
                BrokenPanelButton("壊れる"),
                ViewButton("短い", picked, updates=True),
                ViewSelect([discord.SelectOption(label="あ", value="a")], picked, custom_id="vs"),
            ),
        )


async def panel(here: Stage) -> simcord.ResponseMessage:
    shown = (await here.person.slash(here.place, "panel")).response
    assert shown is not None
    return shown


async def test_a_private_panel_is_edited_in_place(tmp_path: Path) -> None:
    async with stage(tmp_path, *ALL, cogs=[PanelCog()]) as here:
        shown = await panel(here)
        pressed = await here.person.click(shown, label="次へ")
        assert pressed.followups == []
        assert shown.content == "段1"
        assert [row["components"][0]["custom_id"] for row in shown.components] == ["panel:2"]


async def test_a_passing_button_and_a_menu_work(tmp_path: Path) -> None:
    async with stage(tmp_path, *ALL, cogs=[PanelCog()]) as here:
        shown = await panel(here)
        picked = await here.person.select(shown, ["a"], custom_id="vs")
        assert read(picked) == "選びました"
        await here.person.click(shown, label="短い")
        assert shown.content == "選びました"
        assert shown.components == []


async def test_a_panel_that_breaks_keeps_standing_beside_the_apology(tmp_path: Path) -> None:
    async with stage(tmp_path, *ALL, cogs=[PanelCog()]) as here:
        shown = await panel(here)
        broken = await here.person.click(shown, label="壊れる")
        assert shown.content == "段0"
        assert [m.ephemeral for m in broken.followups] == [True]
        assert APOLOGY.search(broken.followups[0].content)


async def test_a_public_message_is_never_edited_by_a_panel_press(here: Stage) -> None:
    message = await here.post(PanelButton("次へ", step=1))
    pressed = await here.person.click(message, label="次へ")
    assert read(pressed) == "段1"
    assert [m.content for m in here.place.history(viewer=here.staff)] == ["カード"]


async def test_buttons_of_an_ended_panel_say_so(tmp_path: Path) -> None:
    async with stage(tmp_path, *ALL, cogs=[PanelCog()]) as here:
        shown = await panel(here)
        await here.env.advance_time(16 * 60)
        assert "too old" in read(await here.person.click(shown, label="短い"))
        await here.person.click(shown, label="次へ")
        assert shown.content == "段1"


@pytest.mark.parametrize(
    ("fate", "expected"), [("ok", "受け取り:まちの声"), ("no", "「送信」はできません。"), ("boom", None)]
)
async def test_a_form_is_answered(here: Stage, fate: str, expected: str | None) -> None:
    shown = await here.press(here.person, FormButton("書く", fate=fate))
    assert shown.modal is not None
    assert len(shown.modal["title"]) == 45
    answer = read(await here.person.submit_modal(shown, {"name": "まちの声"}))
    if expected is None:
        assert_apology(here, answer, "ProbeForm")
    else:
        assert answer == expected


async def test_a_form_that_outlived_its_bot_gives_the_words_back(here: Stage) -> None:
    shown = await here.press(here.person, FormButton("書く", fate="ok"))
    await here.env.advance_time(7 * 60 * 60)
    answer = read(await here.person.submit_modal(shown, {"name": "まちの声"}))
    assert "まちの声" in answer
    assert "open it again" in answer
    assert here.hub.faults == []


async def test_an_error_before_the_form_is_answered(here: Stage) -> None:
    result = await here.press(here.person, FormButton("書く", fate="early"))
    assert result.modal is None
    assert_apology(here, read(result), "FormButton")


@pytest.mark.parametrize("value", ["まる", "boom"])
async def test_a_menu_is_answered(here: Stage, value: str) -> None:
    options = [discord.SelectOption(label=each, value=each) for each in ("まる", "boom")]
    message = await here.post(ProbeSelect(options, row_id=7))
    answer = read(await here.person.select(message, [value], custom_id="pick:7"))
    if value == "boom":
        assert_apology(here, answer, "ProbeSelect")
    else:
        assert answer == "7:まる"


# --- commands --------------------------------------------------------------------------------------------------


async def test_commands_are_answered(here: Stage) -> None:
    assert read(await here.person.slash(here.place, "probe", how="あ", times=3)) == "あああ"
    assert read(await here.person.slash(here.place, "probe", how="no")) == "「実行」はできません。"
    assert_apology(here, read(await here.person.slash(here.place, "probe", how="boom")), "/probe")


async def test_a_command_that_somebody_forgot_to_wrap_is_still_answered(here: Stage) -> None:
    assert_apology(here, read(await here.person.slash(here.place, "raw")), "/raw")


async def test_commands_ask_for_roles(here: Stage) -> None:
    assert read(await here.staff.slash(here.place, "office")) == "机"
    assert "office" in read(await here.person.slash(here.place, "office"))


async def test_suggestions_fit_and_fail_quietly(here: Stage, caplog: pytest.LogCaptureFixture) -> None:
    choices = await here.person.autocomplete(here.place, "probe", "how", "x")
    assert len(choices) == 25
    assert all(len(choice["name"]) <= 100 for choice in choices)
    assert await here.person.autocomplete(here.place, "probe", "how", "boom") == []
    assert "suggestions of /probe" in caplog.text


# --- notices that reached nobody -------------------------------------------------------------------------------


async def test_what_did_not_arrive_is_shown_once_after_the_answer(here: Stage) -> None:
    here.hub.outbox.waiting = {1: Notice(typed("席が空きました"), (typed("お待たせしました"),))}
    first = await probe(here, "ok")
    assert first.startswith(f"{here.guild.id}番\n席が空きました")
    assert "席が空きました" not in await probe(here, "ok")


async def test_a_form_keeps_the_unread_for_the_next_press(here: Stage) -> None:
    here.hub.outbox.waiting = {1: Notice(typed("席が空きました"))}
    shown = await here.press(here.person, FormButton("書く", fate="ok"))
    assert len(here.hub.outbox.waiting) == 1
    assert "席が空きました" in read(await here.person.submit_modal(shown, {"name": "あ"}))


async def test_what_could_not_be_shown_is_kept(here: Stage) -> None:
    here.hub.outbox.waiting = {1: Notice(typed("席が空きました"))}
    here.env.inject_error("POST", "/webhooks/*", status=500, times=1)
    assert await probe(here, "ok") == f"{here.guild.id}番"
    assert list(here.hub.outbox.waiting) == [1]


async def test_a_refusal_does_not_keep_the_unread_back(here: Stage) -> None:
    here.hub.outbox.waiting = {1: Notice(typed("席が空きました"))}
    assert "席が空きました" in await probe(here, "no")


# --- direct messages -------------------------------------------------------------------------------------------


async def dm_with(here: Stage, how: str) -> discord.Message:
    user = await here.bot.fetch_user(here.person.id)
    await user.send(
        "お知らせ", view=HubView(ProbeButton("押す", row_id=here.guild.id, how=how), timeout=None)
    )
    await here.env.settle()
    message = here.person.user.dm_channel.last_message
    assert message is not None
    return message


async def test_a_button_in_a_dm_finds_its_community(here: Stage) -> None:
    message = await dm_with(here, "whoami")
    assert read(await here.person.user.click(message, label="押す")) == r"はる\_\* en みどり町ハブ"


async def test_a_person_who_left_gets_an_answer_in_the_dm(here: Stage) -> None:
    message = await dm_with(here, "whoami")
    here.guild.remove_member(here.person)
    assert "no longer in the server" in read(await here.person.user.click(message, label="押す"))


async def test_a_button_in_a_dm_whose_row_is_gone(here: Stage) -> None:
    message = await dm_with(here, "lost")
    assert "only in the server" in read(await here.person.user.click(message, label="押す"))


async def test_a_failing_button_in_a_dm_apologises(here: Stage) -> None:
    message = await dm_with(here, "boom")
    answer = read(await here.person.user.click(message, label="押す"))
    assert_apology(here, answer, "ProbeButton")


# --- what cannot be written ------------------------------------------------------------------------------------


def test_the_frame_cannot_be_bypassed() -> None:
    with pytest.raises(TypeError, match="callback"):

        class Sneaky(HubButton, template="sneaky"):  # pyright: ignore[reportUnusedClass]
            async def callback(self, interaction: discord.Interaction[Any]) -> None: ...

    with pytest.raises(TypeError, match="interaction_check"):

        class Sneakier(HubView):  # pyright: ignore[reportUnusedClass]
            async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
                return True

    with pytest.raises(TypeError, match="on_submit"):

        class Sneakiest(HubModal):  # pyright: ignore[reportUnusedClass]
            async def on_submit(self, interaction: Any, /) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride]

    with pytest.raises(TypeError, match="unanswered"):
        HubView(discord.ui.Button(label="plain"))


def test_a_custom_id_is_read_as_it_was_written() -> None:
    button = ProbeButton("押す", row_id=12, how="ok")
    match = button.template.fullmatch(button.custom_id)
    assert button.custom_id == "probe:12:ok"
    assert match is not None
    assert match.groupdict() == {"row_id": "12", "how": "ok"}
    assert button.template.fullmatch("probe:x:ok") is None


def test_words_are_marked() -> None:
    assert _("Next").to("en") == "Next"
