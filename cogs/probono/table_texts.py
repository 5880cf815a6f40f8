"""The coordinator's table of one need in lines. Pure."""

from __future__ import annotations

from bot.clock import shorten
from bot.i18n import Text, _, joined, text_of
from bot.probono.suggestion_views import NearMiss, Proposed, Table
from bot.probono.views import Offer


def table_lines(table: Table) -> list[Text]:
    """At most three proposals with strength and reasons, then near misses, then what goes on."""
    made: list[Text] = [_("State: {state}", state=table.need.state.label)]
    if table.proposed:
        made += [Text(""), _("**Who could be asked**")]
        for number, each in enumerate(table.proposed, 1):
            made += proposed_lines(number, each)
    elif table.need.state.looks_for_people:
        made += [Text(""), *_nobody(table)]
    if table.near_misses:
        made += [Text(""), _("**Only one condition differs: ask all the same?**")]
        made += [_near(each) for each in table.near_misses]
    if table.going_on:
        made += [Text(""), _("**Going on**")]
        made += [
            _("・{name}: {state}", name=offer_name(each.offer), state=each.state.label)
            for each in table.going_on
        ]
    if table.over:
        made += [Text(""), _("**Over**")]
        made += [
            _("・{name}: {state}", name=offer_name(each.offer), state=each.state.label) for each in table.over
        ]
    return made


def proposed_lines(number: int, each: Proposed) -> list[Text]:
    """One proposal: who, how strong, why, and why not now."""
    it = each.suggestion
    head = (
        _(
            "{number}. {name} — {strength}",
            number=number,
            name=offer_name(it.offer),
            strength=each.strength.label,
        )
        if each.strength is not None
        else _("{number}. {name}", number=number, name=offer_name(it.offer))
    )
    made = [head]
    if it.came_forward:
        made.append(_("　came forward for it"))
    if it.by_hand:
        made.append(_("　chosen by the office"))
    made += [_("　{reason}", reason=reason.text) for reason in each.reasons]
    if each.cannot is not None:
        made.append(_("　⚠ {why}", why=text_of(each.cannot)))
    return made


def _near(each: NearMiss) -> Text:
    return _("・{name}: {obstacle}", name=offer_name(each.offer), obstacle=each.obstacle.label)


def _nobody(table: Table) -> list[Text]:
    made = [_("There is no good offer yet.")]
    if table.lacking:
        made.append(_("Nobody offers: {skills}", skills=joined(*table.lacking)))
    if table.is_unread:
        made.append(
            _("None of the words of this need is known. Please teach a word, or choose the skills yourself.")
        )
    return made


def offer_name(offer: Offer) -> str:
    """Number and name of an offer, as the office calls it."""
    names = [name for name in (offer.organisation, offer.name) if name]
    return f"#{offer.id} {shorten(' / '.join(names) or offer.text, 60)}"
