"""Common needs: what one usually fills in for them, so that nobody begins with an empty page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.i18n import C_, Text
from bot.matching.rules import NeedMode
from bot.probono.rules import NeedKind
from bot.probono.views import Need


@dataclass(frozen=True, slots=True)
class Template:
    """A common need; advice of an hour has no ``deliverable`` and no ``first_step``."""

    label: Text
    kind: NeedKind
    hours: int
    mode: NeedMode
    skills: tuple[str, ...]
    goal: Text
    deliverable: Text | None = None
    first_step: Text | None = None


def fill(need: Need, template: Template, lang: str) -> dict[str, Any]:
    """The values for what is still empty in a need; what somebody wrote or chose stays."""
    texts = {"title": template.label, "goal": template.goal, "deliverable": template.deliverable}
    values: dict[str, Any] = {
        name: None if text is None else text.to(lang)
        for name, text in {**texts, "first_step": template.first_step}.items()
    }
    values |= {"kind": template.kind.value, "hours": template.hours, "mode": template.mode.value}
    there = {
        "title": need.written_title,
        "goal": need.goal,
        "deliverable": need.deliverable,
        "first_step": need.first_step,
        "kind": need.kind,
        "hours": need.hours,
        "mode": need.mode,
    }
    filled = {name: value for name, value in values.items() if value is not None and there[name] is None}
    if not need.skills_confirmed and not need.skills:
        filled["skills"] = list(template.skills)
    return filled


TEMPLATES: Mapping[str, Template] = {
    "accounts": Template(
        C_("need template", "A look through our accounts"),
        NeedKind.ONE_OFF,
        2,
        NeedMode.ANY,
        ("bookkeeping",),
        C_("need template", "We can be sure that our accounts are right before the general meeting."),
        C_("need template", "A list of what to correct, and answers to our questions"),
        C_("need template", "We show the account book and the receipts of one month."),
    ),
    "leaflet": Template(
        C_("need template", "A leaflet or poster"),
        NeedKind.ONE_OFF,
        6,
        NeedMode.ONLINE,
        ("graphic_design",),
        C_("need template", "People who do not know us yet understand at a glance what we do and come."),
        C_("need template", "Print-ready data of one leaflet (A4)"),
        C_("need template", "We send our present leaflet and what it should say."),
    ),
    "web_site": Template(
        C_("need template", "A web site that we can update ourselves"),
        NeedKind.PROJECT,
        8,
        NeedMode.ONLINE,
        ("web_design",),
        C_("need template", "Our activities are found on the web, and we can update the pages ourselves."),
        C_("need template", "A site of a few pages, and short instructions for updating it"),
        C_("need template", "We look at our present pages together and write down what is missing."),
    ),
    "photos": Template(
        C_("need template", "Photos of an event"),
        NeedKind.ONE_OFF,
        4,
        NeedMode.ONSITE,
        ("photography",),
        C_("need template", "We have good photos of our event for reports and for the next leaflet."),
        C_("need template", "About 30 photos that we may use"),
        C_("need template", "We tell the date and place, and whom not to photograph."),
    ),
    "grant": Template(
        C_("need template", "Help with a grant application"),
        NeedKind.ONE_OFF,
        5,
        NeedMode.ONLINE,
        ("grants",),
        C_("need template", "We hand in an application that says clearly what we do and why it is needed."),
        C_("need template", "Our application with comments, and a budget that adds up"),
        C_("need template", "We send the call for applications and our draft."),
    ),
    "translation": Template(
        C_("need template", "A translation"),
        NeedKind.ONE_OFF,
        4,
        NeedMode.ONLINE,
        ("translation",),
        C_("need template", "People whose first language is not Japanese can read our information."),
        C_("need template", "The translated text"),
        C_("need template", "We send the text and tell into which language, and for whom."),
    ),
    "facilitation": Template(
        C_("need template", "Somebody who leads a discussion"),
        NeedKind.ONE_OFF,
        4,
        NeedMode.ONSITE,
        ("facilitation",),
        C_("need template", "Everybody has a say at our meeting, and we decide what comes next."),
        C_("need template", "An agenda, the meeting itself, and notes of what was decided"),
        C_("need template", "We talk for half an hour about who comes and what we want to decide."),
    ),
    "computers": Template(
        C_("need template", "Advice on computers and smartphones"),
        NeedKind.ADVICE,
        1,
        NeedMode.ANY,
        ("it_support",),
        C_("need template", "What does not work on our computer or smartphone works again."),
    ),
    "work_rules": Template(
        C_("need template", "Advice on employing people"),
        NeedKind.ADVICE,
        1,
        NeedMode.ONLINE,
        ("labour",),
        C_("need template", "We know which rules and papers we need for the people who work for us."),
    ),
    "survey": Template(
        C_("need template", "A survey"),
        NeedKind.PROJECT,
        5,
        NeedMode.ONLINE,
        ("survey",),
        C_("need template", "We know what people really wish, and can show it in numbers."),
        C_("need template", "A questionnaire, and a short summary of the answers"),
        C_("need template", "We write down the three things we most want to know."),
    ),
    "video": Template(
        C_("need template", "A short video"),
        NeedKind.PROJECT,
        8,
        NeedMode.ANY,
        ("video",),
        C_("need template", "A video of two or three minutes shows what we do."),
        C_("need template", "A finished video for the web"),
        C_("need template", "We collect the photos and clips we have, and write down what to show."),
    ),
    "social_media": Template(
        C_("need template", "Advice on social media"),
        NeedKind.ADVICE,
        1,
        NeedMode.ONLINE,
        ("sns",),
        C_("need template", "We know what to post and how often, so that we can keep it up."),
    ),
    "excel": Template(
        C_("need template", "Less paperwork with a spreadsheet"),
        NeedKind.ONE_OFF,
        5,
        NeedMode.ONLINE,
        ("automation",),
        C_("need template", "Lists that we write by hand every month are made in a few minutes."),
        C_("need template", "A spreadsheet that we can go on using, and a short explanation"),
        C_("need template", "We show the lists as they are now, without personal data."),
    ),
}
"""By their key, in the order in which they are offered."""
