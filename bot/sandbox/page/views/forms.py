"""A form (modal) with every kind of control that discord.py 2.7 can put into one."""

from __future__ import annotations

from typing import Any

from simcord.enums import ComponentType as Kind

from bot.i18n import C_
from bot.sandbox.page.town import OpenForm
from bot.sandbox.page.views.eyes import Eyes
from bot.sandbox.page.views.markdown import read
from bot.sandbox.page.views.parts import options

SEND = C_("form", "Send")
PARAGRAPH = 2
"""Discord's style of a text input with several lines."""
CONTROLS = {
    Kind.RADIO_GROUP: "radio",
    Kind.CHECKBOX_GROUP: "checks",
    Kind.CHECKBOX: "check",
    Kind.FILE_UPLOAD: "file",
}
WITH_TEXT = {"short", "paragraph"}


def form(eyes: Eyes, opened: OpenForm) -> dict[str, Any]:
    """The form as it stands before this person."""
    spec = opened.spec
    return {
        "handle": opened.handle,
        "title": spec.get("title", ""),
        "parts": [_part(eyes, each) for each in spec.get("components", [])],
        "submit": eyes.words(SEND),
    }


def _part(eyes: Eyes, component: dict[str, Any]) -> dict[str, Any]:
    if component["type"] == Kind.TEXT_DISPLAY:
        return {"type": "text", "body": read(component["content"], eyes.names)}
    if component["type"] == Kind.ACTION_ROW:
        inner = component["components"][0]
        return _field(eyes, inner, inner.get("label") or "", "")
    label, below = component.get("label") or "", component.get("description") or ""
    return _field(eyes, component["component"], label, below)


def _field(eyes: Eyes, control: dict[str, Any], label: str, below: str) -> dict[str, Any]:
    return {"type": "field", "label": label, "description": below, "control": _control(eyes, control)}


def _control(eyes: Eyes, control: dict[str, Any]) -> dict[str, Any]:
    kind = _kind(control)
    least, most = ("min_length", "max_length") if kind in WITH_TEXT else ("min_values", "max_values")
    can_choose = kind in ("select", "radio", "checks")
    return {
        "kind": kind,
        "id": control["custom_id"],
        "required": bool(control.get("required", kind in ("short", "paragraph", "select"))),
        "min": control.get(least),
        "max": control.get(most) if kind != "select" else control.get(most) or 1,
        "placeholder": control.get("placeholder") or "",
        "value": control.get("value") or "",
        "checked": kind == "check" and bool(control.get("default")),
        "options": options(eyes, control) if can_choose else [],
        "accept": ",".join(control.get("file_types") or ()),
    }


def _kind(control: dict[str, Any]) -> str:
    if control["type"] == Kind.TEXT_INPUT:
        return "paragraph" if control.get("style") == PARAGRAPH else "short"
    return CONTROLS.get(control["type"], "select")
