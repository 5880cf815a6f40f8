"""Every press gets an answer inside three seconds: the frame around commands, buttons, selects and forms.

discord.py shows nobody the errors of persistent items and of views, so no callback runs outside `run`.
What happens, in this order:

1. Acknowledge, before anything is read. (A press with ``opens_form`` cannot: a form must be the first
   response; it may read once, shortly, and then opens it.)
2. Find the community: the server of the press, or, in a direct message, the one that the pressed row
   belongs to.
3. Read community and member in one short read and choose the language: the member's own, else the reader's
   Discord, else the community's.
4. In a direct message, ask Discord (not the cache) whether this person is still in the server, and with
   which roles. In a server, roles and permissions come with the press.
5. Refuse if /setup is missing (unless ``before_setup``), then if the person may not (`Right`).
6. Let the cog act. It answers through `Press`.
7. A `UserError` at any of these steps: its sentence, privately. Anything else, silence of the cog included:
   a private apology with a reference, a log entry and a line for the staff under that reference.
8. Show what could not be delivered to this person earlier, once.
9. Remember, at most once a day, that somebody with the staff role is at work, and that somebody who had
   left is back.

Presses that are ``is_anonymous`` end after step 7: whoever wants to stay unknown leaves no trace of having
been here (see `Manner`).
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot import log
from bot.errors import N_, UserError
from bot.i18n import Text, _, choose_language, text_of
from bot.troubles import Trouble, trouble_of
from cogs.shared import permissions
from cogs.shared.permissions import Right
from cogs.shared.press import Press, Voice, Words, hub_of
from cogs.shared.renderers import escape, render

if TYPE_CHECKING:
    from bot.hub import Hub
    from bot.outbox.notice import Notice

__all__ = ["FindCommunity", "Manner", "OnlyInServer", "Press", "Right", "Words", "identify", "run", "sorry"]

_log = logging.getLogger(__name__)

FRAMED = "framed"
"""Key in ``Interaction.extras``: this interaction has reached `run`."""

FindCommunity = Callable[["Hub"], Awaitable[int | None]]


class OnlyInServer(UserError):
    sentence = N_("This works only in the server, not in direct messages. Please press it there.")


class NotUnderstood(UserError):
    sentence = N_("One of the values could not be understood. Please choose it from the list again.")


class CommandChanged(UserError):
    sentence = N_("This command was changed a moment ago. Please restart Discord and try again.")


class SilentPress(RuntimeError):
    """A cog ended without a word; the person would see “thinking…” for ever."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a press is received. ``where`` names it in logs and for the staff (no personal data).

    ``is_anonymous``: whoever presses may wish to stay unknown. Then no row of theirs is made or touched, the
    log of a fault holds no message and no input, and staff hear of it a random time later.
    """

    where: str
    right: Right = Right.MEMBER
    before_setup: bool = False
    opens_form: bool = False
    updates: bool = False
    is_anonymous: bool = False


async def run(
    interaction: discord.Interaction[Any],
    manner: Manner,
    act: Callable[[Press], Awaitable[None]],
    find_community: FindCommunity | None = None,
) -> None:
    """Receive one press; see the order of decisions above. Never raises an `Exception`."""
    interaction.extras[FRAMED] = True
    voice = Voice(interaction)
    press: Press | None = None
    try:
        if not manner.opens_form:
            await voice.acknowledge(update=manner.updates)
        press = await identify(interaction, voice, find_community)
        _admit(press, manner)
        await act(press)
        if not voice.has_spoken:
            raise SilentPress(manner.where)
    except UserError as refusal:
        await _refuse(voice, press, refusal, is_anonymous=manner.is_anonymous)
    except Exception as error:  # noqa: BLE001  (the person must read something, whatever happened)
        await sorry(voice, press, error, manner.where, is_anonymous=manner.is_anonymous)
        return
    if press is not None and not manner.is_anonymous:
        await _show_unread(press)
        await _note_seen(press, manner)


async def identify(
    interaction: discord.Interaction[Any], voice: Voice, find_community: FindCommunity | None = None
) -> Press:
    """Steps 2 to 4: who pressed, where, in which language, with which roles."""
    hub = hub_of(interaction)
    community_id = interaction.guild_id
    if community_id is None:
        community_id = await find_community(hub) if find_community is not None else None
    if community_id is None:
        raise OnlyInServer
    community, member = await hub.members.who(community_id, interaction.user.id)
    standing = await permissions.standing_of(interaction, community_id)
    return Press(
        interaction=interaction,
        voice=voice,
        hub=hub,
        community_id=community_id,
        user_id=interaction.user.id,
        display_name=standing.display_name,
        lang=choose_language(
            member.language if member else None,
            interaction.locale.value,
            community.language if community else None,
        ),
        member=member,
        community_or_none=community,
        role_ids=standing.role_ids,
        manages_server=standing.manages_server,
    )


def _admit(press: Press, manner: Manner) -> None:
    if not manner.before_setup:
        _ = press.community
    permissions.require(press, manner.right)


def _language_of(voice: Voice, press: Press | None) -> str:
    return press.lang if press is not None else choose_language(voice.interaction.locale.value)


async def _refuse(
    voice: Voice, press: Press | None, refusal: UserError, *, is_anonymous: bool = False
) -> None:
    await _tell(voice, text_of(refusal), _language_of(voice, press), is_anonymous=is_anonymous)


async def sorry(
    voice: Voice, press: Press | None, error: BaseException, where: str, *, is_anonymous: bool = False
) -> None:
    """The apology: what the person reads, what the log keeps and what the staff learn. Never raises."""
    if (trouble := trouble_of(error)) is not None:
        await _not_stored(voice, press, error, trouble, where, is_anonymous=is_anonymous)
        return
    reference = log.reference()
    _note(f"fault {reference} at {where}", error, is_anonymous=is_anonymous)
    apology = _(
        "Sorry, something went wrong on this bot's side, not on yours. Please try again in a while. "
        "If it happens again, tell the office this reference: {reference}",
        reference=reference,
    )
    await _tell(voice, apology, _language_of(voice, press), is_anonymous=is_anonymous)
    community_id = press.community_id if press is not None else voice.interaction.guild_id
    await _report(voice.interaction, community_id, reference, where, is_anonymous=is_anonymous)


async def _not_stored(
    voice: Voice,
    press: Press | None,
    error: BaseException,
    trouble: Trouble,
    where: str,
    *,
    is_anonymous: bool,
) -> None:
    """Disk or database failed: the same sentence for everybody, and staff are told once it is over."""
    _log.error("%s: refused at %s", trouble.value, where, exc_info=error)
    words = _(
        "Sorry, the bot cannot store anything at the moment. Please take it that what you pressed just now "
        "was not received, and press it again in a while; pressing twice does no harm. If it is urgent, "
        "please ask the office and tell them this word: {code}",
        code=trouble.value,
    )
    await _tell(voice, words, _language_of(voice, press), is_anonymous=is_anonymous)
    community_id = press.community_id if press is not None else voice.interaction.guild_id
    hub_of(voice.interaction).outages.met(error, community_id)


async def _tell(voice: Voice, words: Text, lang: str, *, is_anonymous: bool = False) -> None:
    try:
        await voice.tell(content=words.to(lang, escape))
    except Exception as error:  # noqa: BLE001  (there is nobody left to tell)
        _note("a person could not be answered", error, is_anonymous=is_anonymous)


def _note(what: str, error: BaseException, *, is_anonymous: bool) -> None:
    """Log an error; of somebody who wants to stay unknown only where it happened, without any message."""
    if is_anonymous:
        _log.error("%s\n%s", what, log.bare_trace(error))
    else:
        _log.error("%s", what, exc_info=error)


async def _report(
    interaction: discord.Interaction[Any],
    community_id: int | None,
    reference: str,
    where: str,
    *,
    is_anonymous: bool,
) -> None:
    """A line in the staff channel; a failing report never hides the apology."""
    if community_id is None:
        return
    try:
        await hub_of(interaction).report_fault(community_id, reference, where, is_anonymous=is_anonymous)
    except Exception as error:  # noqa: BLE001  (there is nobody left to tell)
        _note(f"fault {reference} could not be reported to the staff", error, is_anonymous=is_anonymous)


async def _show_unread(press: Press) -> None:
    """Step 8. A form leaves no place for more words; the next press shows them."""
    community = press.community_or_none
    if press.voice.gave_a_form or community is None:
        return
    try:
        for unread in await press.hub.outbox.unread_notices(press.community_id, press.user_id):
            await show_notice(press, unread.notice)
            await press.hub.outbox.mark_shown([unread.id])
    except Exception:  # noqa: BLE001  (there is nobody left to tell)
        _log.exception("fault %s: undelivered notices could not be shown", log.reference())


async def show_notice(press: Press, notice: Notice) -> None:
    """Say a notice privately, with its buttons, in the language of this person."""
    shown = render(notice, lang=press.lang, timezone=press.community.timezone)
    parts: dict[str, Any] = {"content": shown.content}
    if shown.embed is not None:
        parts["embed"] = shown.embed
    if shown.view is not None:
        shown.view.stop()  # its buttons name their rows: the persistent controls answer them
        parts["view"] = shown.view
    if shown.files:
        parts["files"] = list(shown.files)
    await press.voice.tell(**parts)


async def _note_seen(press: Press, manner: Manner) -> None:
    """Step 9, for the hand-over and the desk; it never spoils a press that has been answered."""
    community = press.community_or_none
    if community is None:
        return
    is_at_work = manner.right is Right.STAFF and community.staff_role_id in press.role_ids
    try:
        await press.hub.rollcall.saw(
            press.community_id, press.user_id, press.display_name, press.member, is_at_work=is_at_work
        )
    except Exception:  # noqa: BLE001  (there is nobody left to tell)
        _log.exception("fault %s: a person could not be noted as seen", log.reference())


def as_refusal(error: BaseException) -> BaseException:
    """What discord.py raised around a command, as what it means for the person."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError):
        return NotUnderstood()
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return CommandChanged()
    return error


async def answer_error(
    interaction: discord.Interaction[Any],
    error: BaseException,
    where: str,
    *,
    is_anonymous: bool = False,
) -> None:
    """For errors that discord.py raised outside `run`: before a command's callback, in a check, in a view."""
    voice = Voice(interaction)
    error = as_refusal(error)
    if isinstance(error, UserError):
        await _refuse(voice, None, error, is_anonymous=is_anonymous)
    else:
        await sorry(voice, None, error, where, is_anonymous=is_anonymous)
