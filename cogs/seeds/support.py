"""The four buttons under a seed, [Tell me what becomes of it], and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import discord

from bot.errors import UserError
from bot.i18n import C_, Text, _
from bot.seeds.cards import card_of
from bot.seeds.rules import SupportKind
from bot.seeds.supporting import WHAT_LENGTH, Supported
from cogs.seeds.card import seed_embed
from cogs.seeds.passing import give_back
from cogs.shared.controls import HubButton, HubModal, HubView
from cogs.shared.doors import Door
from cogs.shared.press import Press

if TYPE_CHECKING:
    from bot.hub import Hub


class OfSeed:
    """A control that names a seed, and through it the community: it works in direct messages too."""

    seed_id: int

    async def find_community(self, hub: Hub) -> int | None:
        return await hub.seeds.authors.community_of(self.seed_id)


class _SupportButton(OfSeed, HubButton):
    kind: ClassVar[SupportKind]

    async def press(self, press: Press) -> None:
        await support_at_once(press, self.seed_id, self.kind)


class MeTooButton(_SupportButton, template="seed:{seed_id:d}:me_too"):
    kind = SupportKind.ME_TOO


class AffectedButton(_SupportButton, template="seed:{seed_id:d}:affected"):
    kind = SupportKind.AFFECTED


class _WritingButton(OfSeed, HubButton):
    kind: ClassVar[SupportKind]
    opens_form = True

    async def press(self, press: Press) -> None:
        await press.open_form(SupportForm(press, self.seed_id, self.kind))


class CanHelpButton(_WritingButton, template="seed:{seed_id:d}:can_help"):
    kind = SupportKind.CAN_HELP


class KnowsButton(_WritingButton, template="seed:{seed_id:d}:knows"):
    kind = SupportKind.KNOWS


class TakeBackButton(OfSeed, HubButton, template="seed:{seed_id:d}:takeback"):
    """Everything this person pressed under the seed."""

    async def press(self, press: Press) -> None:
        seed = await press.hub.seeds.supporters.take_back(press.community_id, self.seed_id, press.user_id)
        await press.answer(
            _("Taken back: nothing of yours is counted under seed #{number} any more.", number=seed.id)
        )


class ShowButton(OfSeed, HubButton, template="seed:{seed_id:d}:show"):
    async def press(self, press: Press) -> None:
        await show_seed(press, self.seed_id)


class FollowButton(OfSeed, HubButton, template="seed:{seed_id:d}:follow"):
    async def press(self, press: Press) -> None:
        await follow(press, self.seed_id, wanted=True)


class UnfollowButton(OfSeed, HubButton, template="seed:{seed_id:d}:unfollow"):
    async def press(self, press: Press) -> None:
        await follow(press, self.seed_id, wanted=False)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody wrote and ticked in the form."""

    what: str = ""
    how: str = ""
    may_be_named: bool = False


NOTHING_TYPED = Typed()


class SupportForm(HubModal):
    """[I can help] asks what and how; [I know something about it] asks what. The name needs a tick.

    ``typed`` fills it, when it is opened again.
    """

    def __init__(self, press: Press, seed_id: int, kind: SupportKind, typed: Typed = NOTHING_TYPED) -> None:
        super().__init__(press.say(kind.label))
        self._seed_id = seed_id
        self._kind = kind
        self._community_id = press.community_id
        helps = kind is SupportKind.CAN_HELP
        self._what = _box("what", typed.what, is_required=True)
        self.add_item(
            discord.ui.Label(
                text=press.say(_("What you can do") if helps else _("What you know")),
                description=press.say(
                    _("Half an hour of what you know is enough.")
                    if helps
                    else _("The office reads it first, and then posts it under the seed.")
                ),
                component=self._what,
            )
        )
        self._how: discord.ui.TextInput[Any] | None = None
        if helps:
            self._how = _box("how", typed.how, is_required=False)
            self.add_item(
                discord.ui.Label(
                    text=press.say(_("How (may stay empty)")),
                    description=press.say(_("By message, by telephone, on weekday evenings…")),
                    component=self._how,
                )
            )
        self._named = discord.ui.Checkbox[Any](custom_id="named", default=typed.may_be_named)
        self.add_item(
            discord.ui.Label(
                text=press.say(
                    _("The author may learn my name") if helps else _("My name may stand beside it")
                ),
                description=press.say(_("Otherwise only the office knows it.")),
                component=self._named,
            )
        )

    async def find_community(self, hub: Hub) -> int | None:
        return self._community_id

    async def submitted(self, press: Press) -> None:
        typed = Typed(
            self._what.value, self._how.value if self._how is not None else "", bool(self._named.value)
        )
        try:
            supported = await press.hub.seeds.supporters.support(
                press.community_id,
                self._seed_id,
                press.user_id,
                press.display_name,
                self._kind,
                what=typed.what,
                how=typed.how,
                may_be_named=typed.may_be_named,
            )
        except UserError as no:
            await give_back(
                press,
                no,
                [typed.what, typed.how],
                lambda press: SupportForm(press, self._seed_id, self._kind, typed),
            )
            return
        await _thank(press, supported)


async def support_at_once(press: Press, seed_id: int, kind: SupportKind) -> None:
    """One press is enough; who pressed is shown to nobody."""
    supported = await press.hub.seeds.supporters.support(
        press.community_id, seed_id, press.user_id, press.display_name, kind
    )
    await _thank(press, supported)


async def support_by_command(press: Press, seed_id: int, kind: SupportKind) -> None:
    """The same from the command, for cards whose buttons no longer work."""
    if kind in (SupportKind.CAN_HELP, SupportKind.KNOWS):
        await press.open_form(SupportForm(press, seed_id, kind))
    else:
        await support_at_once(press, seed_id, kind)


async def _thank(press: Press, supported: Supported) -> None:
    seed = supported.seed
    lines = [_thanks(supported)]
    view = HubView(
        FollowButton(press.say(C_("button", "Tell me what becomes of it")), seed_id=seed.id),
        TakeBackButton(press.say(C_("button", "Take my support back")), seed_id=seed.id),
    )
    await press.answer("\n".join(press.say(line) for line in lines), view=view)


def _thanks(supported: Supported) -> Text:
    number = supported.seed.id
    match supported.kind:
        case SupportKind.CAN_HELP:
            return _(
                "Thank you! The office reads it and gets in touch with you about seed #{number}.",
                number=number,
            )
        case SupportKind.KNOWS:
            return _("Thank you! The office reads it, and posts it under seed #{number}.", number=number)
        case _ if not supported.is_new:
            return _("You had pressed this before; it is counted once under seed #{number}.", number=number)
        case _:
            return _(
                "Thank you. It is counted under seed #{number}; who pressed is shown to nobody.",
                number=number,
            )


async def follow(press: Press, seed_id: int, *, wanted: bool) -> None:
    """Follow a seed, or no longer; how often one hears of it is chosen under [What I follow]."""
    seed = await press.hub.seeds.followers.follow(
        press.community_id, seed_id, press.user_id, press.display_name, wanted=wanted
    )
    if not wanted:
        await press.answer(_("You no longer follow seed #{number}.", number=seed.id))
        return
    words = _(
        "You hear what becomes of seed #{number}: once a week in one message, or as you choose it.",
        number=seed.id,
    )
    view = HubView(
        Door(press.say(C_("button", "What I follow")), "seed:0:following"),
        UnfollowButton(press.say(C_("button", "No longer")), seed_id=seed.id),
    )
    await press.answer(words, view=view)


async def show_seed(press: Press, seed_id: int) -> None:
    """A public seed, privately, with buttons that work even where those of its old post do not."""
    facts = await press.hub.seeds.supporters.show(press.community_id, seed_id)
    doors = [
        Door(press.say(action.label), f"{action.kind}:{action.row_id}:{action.choice}")
        for action in card_of(facts).actions
    ]
    heading = _("Seed #{number}", number=facts.seed.id)
    await press.answer(heading, embed=seed_embed(facts, press.lang), view=HubView(*doors))


def _box(name: str, value: str, *, is_required: bool) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=name,
        default=value or None,
        max_length=WHAT_LENGTH,
        required=is_required,
        style=discord.TextStyle.paragraph,
    )
