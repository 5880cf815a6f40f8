"""How this server takes seeds: a part of [More settings] under /setup."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.clock import Moment
from bot.errors import UserError
from bot.i18n import C_, Raw, Text, _, _n, joined, text_of
from bot.seeds.cards import TAGGED
from bot.seeds.seed import Category
from bot.seeds.settings import (
    HELP_LENGTH,
    MOST_DAYS,
    MOST_MONTHS,
    SeedSettings,
    read_number,
    read_words,
)
from cogs.seeds.posting import PostButton
from cogs.shared.controls import HubButton, HubModal, HubView, ViewButton, ViewChannelSelect, ViewRoleSelect
from cogs.shared.facts import fresh_facts
from cogs.shared.permissions import SEEDS_PERMISSIONS, Right, may, missing_permissions
from cogs.shared.press import Press
from cogs.shared.renderers import escape
from cogs.shared.staff_form import Typed

Show = Callable[[Press], Awaitable[None]]
WORDS_LENGTH = 2000


class SeedsSettingsButton(HubButton, template="seed:0:settings"):
    """[How seeds are taken], for the office; channel and role are for those who manage the server."""

    right = Right.STAFF

    async def press(self, press: Press) -> None:
        await show_seed_settings(press, None)


class _Button(ViewButton):
    right = Right.STAFF


class _ChannelMenu(ViewChannelSelect):
    right = Right.MANAGER


class _RoleMenu(ViewRoleSelect):
    right = Right.MANAGER


class SettingsForm(HubModal):
    """Some boxes; a refusal is told with [Correct it], which opens the form again as it was filled."""

    right = Right.STAFF
    updates = True

    def __init__(
        self,
        press: Press,
        title: Text,
        boxes: dict[str, tuple[Text, str, int, bool]],
        then: Callable[[Press, Typed], Awaitable[None]],
    ) -> None:
        super().__init__(press.say(title))
        self._title, self._boxes, self._then = title, boxes, then
        self._inputs: dict[str, discord.ui.TextInput[Any]] = {}
        for name, (label, value, most, is_long) in boxes.items():
            field = discord.ui.TextInput[Any](
                custom_id=name,
                default=value[:most] or None,
                max_length=most,
                required=False,
                style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
            )
            self._inputs[name] = field
            self.add_item(discord.ui.Label(text=press.say(label), component=field))

    async def submitted(self, press: Press) -> None:
        typed = {name: field.value for name, field in self._inputs.items()}
        try:
            await self._then(press, typed)
        except UserError as problem:
            boxes = {
                name: (label, typed[name], most, is_long)
                for name, (label, _value, most, is_long) in self._boxes.items()
            }

            async def again(press: Press) -> None:
                await press.open_form(SettingsForm(press, self._title, boxes, self._then))

            correct = _Button(
                press.say(_("Correct it")), again, style=discord.ButtonStyle.primary, opens_form=True
            )
            await press.update(text_of(problem), view=HubView(correct))


async def show_seed_settings(press: Press, back: Show | None) -> None:
    """The settings as they are; every choice is kept at once. ``back``: where [Back] leads, if anywhere."""
    rules = press.hub.seeds.rules
    settings = await rules.settings(press.community_id)
    await _Panel(settings, await rules.categories(press.community_id), back).show(press)


class _Panel:
    def __init__(self, settings: SeedSettings, categories: list[Category], back: Show | None) -> None:
        self.settings = settings
        self.categories = categories
        self.back = back

    async def show(self, press: Press, done: Text | None = None) -> None:
        embed = discord.Embed(title=press.say(_("Seeds")))
        for name, value in self._lines(press):
            embed.add_field(name=press.say(name), value=press.say(value)[:1024], inline=False)
        await press.update(done, embed=embed, view=self._view(press))

    async def _keep(self, press: Press, **changes: Any) -> None:
        self.settings = await press.hub.seeds.rules.change(press.community_id, **changes)
        await self.show(press)

    def _lines(self, press: Press) -> list[tuple[Text, Any]]:
        settings = self.settings
        none = C_("seed settings", "none")
        channel = Raw(f"<#{settings.channel_id}>") if settings.channel_id else none
        role = Raw(f"<@&{settings.trusted_role_id}>") if settings.trusted_role_id else none
        until = settings.anonymous_closed_until
        if not press.hub.seeds.tools.sealer.has_secret:
            anonymous: Any = _("not possible: whoever runs the bot has to set SEED_KEY first")
        elif until is not None and not settings.takes_anonymous(press.hub.clock()):
            anonymous = _("closed until {moment}", moment=Moment(until, press.community.tz))
        else:
            anonymous = _("open")
        return [
            (_("Channel for seeds (a forum is best)"), channel),
            (_("Published without review: named seeds of this role"), role),
            (_("Posting without a name"), anonymous),
            (_("Categories"), joined(*(category.name for category in self.categories))),
            (
                _("Proposed to rest"),
                _n("after {count} quiet month", "after {count} quiet months", count=settings.dormant_months),
            ),
            (_("Help lines for people in distress"), Text("{words}", {"words": settings.help_lines or "–"})),
            (_("Words that worry"), joined(*settings.worrying_words) if settings.worrying_words else none),
        ]

    def _view(self, press: Press) -> HubView:
        async def channel(press: Press) -> None:
            await self._keep(press, channel_id=channels.values[0].id)

        async def role(press: Press) -> None:
            chosen = roles.values[0].id if roles.values else None
            await self._keep(press, trusted_role_id=None if chosen == press.community_id else chosen)

        channels = _ChannelMenu(
            channel,
            placeholder=press.say(_("Channel for seeds")),
            channel_types=[discord.ChannelType.forum, discord.ChannelType.text],
            updates=True,
        )
        roles = _RoleMenu(
            role,
            placeholder=press.say(_("Role whose named seeds need no review (may stay empty)")),
            min_values=0,
            updates=True,
        )
        has_channel = self.settings.channel_id is not None
        menus = (channels, roles) if may(press, Right.MANAGER) else ()
        back = [_Button(press.say(_("Back")), self.back, updates=True)] if self.back else []
        return HubView(
            *menus,
            _Button(press.say(_("Categories")), self._categories, opens_form=True),
            _Button(press.say(_("Help lines and words")), self._words, opens_form=True),
            _Button(press.say(_("Close posting without a name")), self._close, opens_form=True),
            _Button(press.say(_("Prepare the forum")), self._prepare, updates=True, disabled=not has_channel),
            _Button(press.say(_("Put up the button")), self._put_up, updates=True, disabled=not has_channel),
            *back,
        )

    async def _categories(self, press: Press) -> None:
        async def keep(press: Press, typed: Typed) -> None:
            self.categories = await press.hub.seeds.rules.set_categories(press.community_id, typed["names"])
            await self.show(press)

        names = "\n".join(category.name for category in self.categories)
        boxes = {"names": (_("One category per line, at most 15"), names, 600, True)}
        await press.open_form(SettingsForm(press, _("Categories"), boxes, keep))

    async def _words(self, press: Press) -> None:
        async def keep(press: Press, typed: Typed) -> None:
            await self._keep(
                press,
                help_lines=typed["help"].strip() or None,
                worrying_words=read_words(typed["words"]),
                dormant_months=read_number(typed["months"], least=1, most=MOST_MONTHS),
            )

        settings = self.settings
        boxes = {
            "help": (_("Help lines, as they are shown"), settings.help_lines or "", HELP_LENGTH, True),
            "words": (
                _("Words that worry, one per line"),
                "\n".join(settings.worrying_words),
                WORDS_LENGTH,
                True,
            ),
            "months": (_("Quiet months until it may rest"), str(settings.dormant_months), 3, False),
        }
        await press.open_form(SettingsForm(press, _("Help lines and words"), boxes, keep))

    async def _close(self, press: Press) -> None:
        async def keep(press: Press, typed: Typed) -> None:
            days = read_number(typed["days"], least=0, most=MOST_DAYS)
            self.settings = await press.hub.seeds.rules.close_anonymous(press.community_id, days)
            await self.show(press)

        boxes = {"days": (_("For how many days (0: open again)"), "", 3, False)}
        await press.open_form(SettingsForm(press, _("Close posting without a name"), boxes, keep))

    async def _prepare(self, press: Press) -> None:
        await self.show(press, await prepare_forum(press, self.settings, self.categories))

    async def _put_up(self, press: Press) -> None:
        await self.show(press, await put_up_button(press, self.settings))


async def prepare_forum(press: Press, settings: SeedSettings, categories: list[Category]) -> Text:
    """Add the tags that are missing; where that is not allowed, say which ones to add by hand."""
    facts = await fresh_facts(press)
    channel = facts.channel(settings.channel_id or 0)
    if not isinstance(channel, discord.ForumChannel):
        return _("This is a text channel: seeds stand there as cards, and no tags are needed.")
    lang = press.community.language
    wanted = [state.label.to(lang) for state in TAGGED] + [category.name for category in categories]
    there = {tag.name for tag in channel.available_tags}
    missing = [name for name in wanted if name not in there]
    lines = [_permissions(channel, facts.me)]
    if missing:
        try:
            await channel.edit(
                available_tags=[*channel.available_tags, *(discord.ForumTag(name=name) for name in missing)][
                    :20
                ]
            )
        except discord.Forbidden:
            lines.append(_("Please add these tags to the forum by hand: {tags}", tags=joined(*missing)))
            return _lines(lines)
    lines.append(_("The forum has all tags."))
    return _lines(lines)


def _permissions(channel: discord.ForumChannel, me: discord.Member) -> Text:
    off = missing_permissions(channel, me, SEEDS_PERMISSIONS)
    if off:
        return _("✗ Switched off for the bot in this forum: {permissions}", permissions=joined(*off))
    return _("✓ The bot may do everything it needs there.")


def _lines(lines: list[Text]) -> Text:
    return Text("{lines}", {"lines": _Stacked(tuple(lines))})


class _Stacked:
    """Texts below each other."""

    def __init__(self, lines: tuple[Text, ...]) -> None:
        self._lines = lines

    def to(self, lang: str) -> str:
        return "\n".join(line.to(lang, escape) for line in self._lines)


async def put_up_button(press: Press, settings: SeedSettings) -> Text:
    """A post of the bot's with [Post a seed], pinned if that is allowed."""
    facts = await fresh_facts(press)
    channel = facts.channel(settings.channel_id or 0)
    lang = press.community.language
    words = _(
        "**Problem seeds**\nWhat troubles you, what you "
        "noticed: a few words are enough, with or without your "
        "name. The office reads it first. People of all kinds can support it, and say how they can help."
    ).to(lang, escape)
    view = HubView(PostButton(_("Post a seed").to(lang), style=discord.ButtonStyle.primary), timeout=None)
    view.stop()
    where = Raw(f"<#{settings.channel_id}>")
    try:
        if isinstance(channel, discord.ForumChannel):
            name = _("How to post a seed").to(lang)
            await channel.create_thread(name=name, content=words, view=view, allowed_mentions=NOBODY)
            return _(
                "The button stands in {channel}. Please pin that post by hand, so that it stays on top.",
                channel=where,
            )
        assert isinstance(channel, discord.TextChannel)  # the menu offers no others
        message = await channel.send(words, view=view, allowed_mentions=NOBODY)
        await message.pin()
    except discord.Forbidden:
        return _("The bot may not post or pin there. Please look at its permissions and press again.")
    return _("The button stands in {channel}.", channel=where)


NOBODY = discord.AllowedMentions.none()
