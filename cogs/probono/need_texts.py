"""A need in words: whole for who asked and the office, and as every member may read it while it is open."""

from __future__ import annotations

import discord

from bot.i18n import C_, Text, _, joined
from bot.matching.taxonomy import Taxonomy
from bot.probono.states import NeedState
from bot.probono.strangers import OpenNeed
from bot.probono.views import Need
from cogs.probono.forms import day_text
from cogs.probono.offer_texts import chip_names, skills_line
from cogs.shared.press import Press
from cogs.shared.renderers import escape


def need_embed(press: Press, need: Need, taxonomy: Taxonomy, *, is_staff: bool) -> discord.Embed:
    """Everything that stands in a need."""
    say = press.say
    title = _(
        "Request #{number} ({state}): {title}", number=need.id, state=need.state.label, title=need.title
    )
    embed = discord.Embed(title=say(title), description=escape(need.text))

    def field(name: Text, value: str) -> None:
        if value:
            embed.add_field(name=say(name), value=value, inline=False)

    field(C_("need", "By when"), escape(need.needed_by))
    if need.kind is not None:
        field(C_("need", "Kind of help"), say(need.kind.label))
    field(C_("need", "What shall be reached"), escape(need.goal or ""))
    field(C_("need", "What is there at the end"), escape(need.deliverable or ""))
    field(C_("need", "First step"), escape(need.first_step or ""))
    skills = skills_line(taxonomy, need.skills, confirmed=need.skills_confirmed)
    field(C_("need", "Skills"), say(skills))
    field(C_("need", "Time"), _time(press, need))
    field(C_("need", "Place"), _place(press, need))
    field(C_("need", "Organisation"), _organisation(press, need))
    field(C_("need", "Contact (the office only)"), _contact(press, need, is_staff=is_staff))
    field(C_("need", "Why it was closed"), escape(need.closed_reason or ""))
    if is_staff and need.missing and not need.state.is_over:  # who asked need not feel that they must
        field(
            C_("need", "Still missing"),
            "\n".join(say(_("・{what}", what=each.label)) for each in need.missing),
        )
    return embed


def open_need_embed(press: Press, need: OpenNeed, taxonomy: Taxonomy) -> discord.Embed:
    """What a volunteer reads."""
    say = press.say
    embed = discord.Embed(title=escape(need.title))
    if organisation := _shown_organisation(need):
        embed.description = say(organisation)

    def field(name: Text, value: str) -> None:
        if value:
            embed.add_field(name=say(name), value=value, inline=False)

    if need.kind is not None:
        field(C_("need", "Kind of help"), say(need.kind.label))
    field(C_("need", "What shall be reached"), escape(need.goal or ""))
    field(C_("need", "What is there at the end"), escape(need.deliverable or ""))
    field(C_("need", "First step"), escape(need.first_step or ""))
    if names := chip_names(taxonomy, need.skills):
        field(C_("need", "Skills"), say(names))
    field(C_("need", "Time"), _time(press, need))
    field(C_("need", "Place"), _place(press, need))
    return embed


def need_line(need: Need) -> Text:
    """One line for a list."""
    return _("#{number} {text} ({state})", number=need.id, text=need.title, state=need.state.label)


def state_note(need: Need) -> Text | None:
    """What happens next, for who asked."""
    match need.state:
        case NeedState.DRAFT | NeedState.READY:
            return _("The office looks at it and gets in touch with you. You need not do anything now.")
        case NeedState.OPEN:
            return _("We are looking for somebody who can help, and tell you as soon as somebody says yes.")
        case _:
            return None


def _time(press: Press, need: Need | OpenNeed) -> str:
    lines: list[Text] = []
    if need.hours is not None:
        lines.append(_("{hours} hours a month", hours=need.hours))
    if need.people > 1:
        lines.append(_("{people} people wanted", people=need.people))
    if need.slots:
        lines.append(Text("{slots}", {"slots": joined(*(slot.label for slot in need.slots))}))
    days = day_text(press, need.starts_on, need.ends_on)
    return "\n".join([*(press.say(line) for line in lines), *filter(None, [days])])


def _place(press: Press, need: Need | OpenNeed) -> str:
    lines: list[Text] = []
    if need.mode is not None:
        where = _("{mode}: {areas}", mode=need.mode.label, areas=need.area) if need.area else need.mode.label
        lines.append(where)
    lines.append(_("Languages: {languages}", languages=joined(*(each.label for each in need.languages))))
    if isinstance(need, Need) and need.causes:
        lines.append(_("Cause: {causes}", causes=joined(*(each.label for each in need.causes))))
    return "\n".join(press.say(line) for line in lines)


def _organisation(press: Press, need: Need) -> str:
    lines = [Text("{name}", {"name": part}) for part in (need.organisation, need.about) if part]
    if need.sector is not None:
        lines.append(need.sector.label)
    if need.hides_organisation:
        lines.append(_("The name is hidden from volunteers. They read: {shown}", shown=_instead(need)))
    return "\n".join(press.say(line) for line in lines)


def _instead(need: Need) -> object:
    shown = [part for part in (need.field, need.size) if part]
    return joined(*shown) if shown else _("(nothing yet)")


def _shown_organisation(need: OpenNeed) -> Text | None:
    shown = [part for part in (need.organisation, need.about, need.field, need.size) if part]
    return Text("\n".join(f"{{part{at}}}" for at in range(len(shown))), _parts(shown)) if shown else None


def _parts(shown: list[str]) -> dict[str, object]:
    return {f"part{at}": part for at, part in enumerate(shown)}


def _contact(press: Press, need: Need, *, is_staff: bool) -> str:
    lines: list[Text] = []
    if need.wants_call:
        lines.append(_("Would rather talk on the phone"))
    if need.contact:
        lines.append(Text("{contact}", {"contact": need.contact}))
    if is_staff:
        who: object = need.name or (_("(name unknown)") if need.member_id else _("(nobody yet)"))
        lines.append(_("Asked by: {name}", name=who))
        if need.mail_address:
            lines.append(Text("{mail}", {"mail": need.mail_address}))
    return "\n".join(press.say(line) for line in lines)
