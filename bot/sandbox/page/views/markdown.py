"""Discord's markup as a tree that the page turns into elements, so that no HTML is ever made of it.

A node is a string or ``{"t": kind, "c": [nodes], …}``. What Discord's clients understand is in "Markdown Text
101" (Discord's help) and, for mentions and times, "Message Formatting" (Discord's reference).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

Node = str | dict[str, Any]
Nodes = list[Node]

REFERENCE = re.compile(
    r"<(?:(?P<user>@!?)(?P<user_id>\d+)|@&(?P<role_id>\d+)|#(?P<channel_id>\d+)"
    r"|t:(?P<stamp>-?\d+)(?::(?P<style>[tTdDfFsSR]))?|/(?P<command>[^:>]+):\d+|a?:(?P<emoji>\w+):\d+)>"
)
MARKED = (
    ("strong", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("u", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("s", re.compile(r"~~(?=\S)((?:\\[\s\S]|[^\\])*?\S)~~")),
    ("em", re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|[^*\\])+?)(?<=\S)\*(?!\*)")),
    ("em", re.compile(r"(?<!\w)_((?:__|\\[\s\S]|[^_\\])+?)_(?!\w)")),
)
"""What is bold, underlined, struck out and emphasised in Discord. It asks less than CommonMark of what stands
beside the signs, without which Japanese brackets and full stops inside them would switch them off."""
SMALL = "-# "
BLOCKS = ("fence", "blockquote", "heading", "list")
INLINE = ("newline", "escape", "backticks", "link", "autolink", "linkify")
LISTED = re.compile(r"(?:[-*] |\d+\. |>+ )")
FENCE = "```"


@dataclass(frozen=True)
class Names:
    """What stands behind Discord's ids, and how a moment is written for the reader."""

    users: Mapping[int, str]
    roles: Mapping[int, str]
    channels: Mapping[int, str]
    moment: Callable[[datetime, str], str]
    """``(moment, style)``; the style is Discord's letter, such as ``R`` for “in two hours”."""


def read(text: str, names: Names) -> Nodes:
    """The whole text: paragraphs, lists, headings."""
    if not text:
        return []
    tree = SyntaxTreeNode(_reader().parse(_apart(text)))
    return _spoilt([node for child in tree.children for node in _node(child, names)])


def read_line(text: str, names: Names) -> Nodes:
    """One line, such as a title: only what stands inside a line."""
    tree = SyntaxTreeNode(_reader().parseInline(text))
    return _spoilt([node for child in tree.children for node in _inside(child, names)])


@lru_cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"breaks": True, "linkify": True})
    reader.enable([*BLOCKS, *INLINE])
    reader.inline.ruler.before("autolink", "reference", _reference)
    reader.inline.ruler.before("reference", "marked", _marked)
    reader.block.ruler.before("list", "small", _small, {"alt": ["paragraph"]})
    if reader.linkify is not None:
        reader.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return reader


def _reference(state: StateInline, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("reference", "", 0).meta = found.groupdict()
    state.pos = found.end()
    return True


def _marked(state: StateInline, silent: bool) -> bool:
    for kind, pattern in MARKED:
        found = pattern.match(state.src, state.pos)
        if found is None or found.end() > state.posMax:
            continue
        if not silent:
            end = state.posMax
            state.push(f"{kind}_open", kind, 1)
            state.pos, state.posMax = found.start(1), found.end(1)
            state.md.inline.tokenize(state)
            state.push(f"{kind}_close", kind, -1)
            state.posMax = end
        state.pos = found.end()
        return True
    return False


def _apart(text: str) -> str:
    """An ordinary line behind a quote or a list stands for itself in Discord; CommonMark would draw it in."""
    lines: list[str] = []
    is_code = False
    for line in text.split("\n"):
        goes_on = not line.strip() or line.startswith(" ") or LISTED.match(line)
        if lines and not is_code and LISTED.match(lines[-1].lstrip()) and not goes_on:
            lines.append("")
        is_code ^= line.startswith(FENCE)
        lines.append(line)
    return "\n".join(lines)


def _small(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    begin, end = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if not state.src.startswith(SMALL, begin):
        return False
    if not silent:
        state.push("small_open", "small", 1).map = [start, start + 1]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = (
            state.src[begin + len(SMALL) : end],
            [start, start + 1],
            [],
        )
        state.push("small_close", "small", -1)
        state.line = start + 1
    return True


WRAPPED = {
    "paragraph": "p",
    "strong": "strong",
    "em": "em",
    "u": "u",
    "s": "s",
    "blockquote": "quote",
    "bullet_list": "ul",
    "list_item": "li",
    "small": "small",
}


def _node(node: SyntaxTreeNode, names: Names) -> Nodes:
    kind = node.type
    if kind in WRAPPED:
        return [{"t": WRAPPED[kind], "c": _children(node, names)}]
    if kind == "heading":
        return [{"t": f"h{min(int(node.tag[1:]), 3)}", "c": _children(node, names)}]
    if kind == "ordered_list":
        return [{"t": "ol", "start": int(node.attrs.get("start", 1)), "c": _children(node, names)}]
    if kind == "fence":
        return [{"t": "pre", "c": [node.content.rstrip("\n")]}]
    return _inside(node, names)


def _inside(node: SyntaxTreeNode, names: Names) -> Nodes:
    match node.type:
        case "inline":
            return _children(node, names)
        case "text" | "text_special":
            return [node.content] if node.content else []
        case "softbreak" | "hardbreak":
            return [{"t": "br"}]
        case "code_inline":
            return [{"t": "code", "c": [node.content]}]
        case "link":
            return [_link(node, names)]
        case "reference":
            return [_referred(node.meta, names)]
        case kind if kind in WRAPPED:
            return [{"t": WRAPPED[kind], "c": _children(node, names)}]
        case _:
            return [node.content] if node.content else _children(node, names)


def _children(node: SyntaxTreeNode, names: Names) -> Nodes:
    return [part for child in node.children for part in _node(child, names)]


def _link(node: SyntaxTreeNode, names: Names) -> Node:
    href = str(node.attrs.get("href", ""))
    words = _children(node, names)
    if not href.startswith(("http://", "https://")):
        return {"t": "em", "c": words}
    return {"t": "a", "href": href, "c": words}


def _referred(found: Mapping[str, str | None], names: Names) -> Node:
    for kind, known in (("user", names.users), ("role", names.roles), ("channel", names.channels)):
        number = found[f"{kind}_id"]
        if number is not None:
            sign = "#" if kind == "channel" else "@"
            return {"t": "mention", "kind": kind, "id": number, "c": [f"{sign}{known.get(int(number), '…')}"]}
    if found["stamp"] is not None:
        moment = datetime.fromtimestamp(int(found["stamp"]), UTC)
        words, whole = names.moment(moment, found["style"] or "f"), names.moment(moment, "F")
        return {"t": "time", "title": whole, "c": [words]}
    return f"/{found['command']}" if found["command"] else f":{found['emoji']}:"


def _spoilt(nodes: Nodes) -> Nodes:
    """What stands between two ``||`` of one line becomes a spoiler, in every part of the tree."""
    done: Nodes = []
    for node in nodes:
        done += (
            _split(node)
            if isinstance(node, str)
            else [node | {"c": _spoilt(node["c"])} if "c" in node else node]
        )
    marks = [place for place, node in enumerate(done) if node == "||"]
    while len(marks) >= 2:
        first, last = marks[0], marks[1]
        done[first : last + 1] = [{"t": "spoiler", "c": done[first + 1 : last]}]
        marks = [place for place, node in enumerate(done) if node == "||"]
    return done


def _split(text: str) -> Nodes:
    return [part for part in re.split(r"(\|\|)", text) if part]
