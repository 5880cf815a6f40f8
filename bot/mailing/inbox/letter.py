"""A raw mail as text: its headers and its words, whatever charset it claims. Never raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser

_ESCAPE = b"\x1b"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_WIDER = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext", "euc-jp": "euc_jis_2004", "us-ascii": "utf-8", "ascii": "utf-8",
}  # fmt: skip
"""Charsets that mails claim and the wider ones that they mean."""
_MOST_PARTS = 200
_HEADER_READ = 20_000
_HTML_READ = 200_000
"""Characters; people write their answer at the top."""
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "blockquote", "h1", "h2", "h3", "table", "hr"})
_UNSEEN = frozenset({"script", "style", "head", "title"})


class Letter:
    """One mail. The standard library reads it leniently (policy compat32), as mailboxes need it."""

    def __init__(self, raw: bytes) -> None:
        self.message: Message = message_from_bytes(raw)

    def header(self, name: str) -> str:
        """The header's words, decoded; empty where there is none."""
        return header_of(self.message, name)

    def headers(self, *names: str) -> list[str]:
        """All headers of these names, decoded."""
        return [decoded(value) for name in names for value in self.message.get_all(name, [])]

    def addresses(self, *names: str) -> list[str]:
        """All plain addresses in these headers."""
        return [address for _name, address in getaddresses(self.headers(*names)) if "@" in address]

    def sender(self) -> str | None:
        """The one address in From; None where there is none or several."""
        found = self.addresses("From")
        return found[0] if len(found) == 1 else None

    def parts(self) -> Iterator[Message]:
        """Its parts that hold something themselves, forwarded mails included."""
        for count, part in enumerate(self.message.walk()):
            if count >= _MOST_PARTS:
                return
            if not part.is_multipart():
                yield part

    def own_parts(self) -> Iterator[Message]:
        """The same without attachments and without the mails that it carries."""
        stack = [self.message]
        while stack:
            part = stack.pop(0)
            if part.get_content_maintype() == "message" or part.get_content_disposition() == "attachment":
                continue
            if part.is_multipart():
                stack[:0] = [each for each in part.get_payload() if isinstance(each, Message)][:_MOST_PARTS]
            else:
                yield part

    def text(self) -> str:
        """What is to be read: the plain text, else the words of the HTML."""
        parts = list(self.own_parts())
        for kind, made in (("text/plain", str), ("text/html", plain_of_html)):
            words = [made(text_of(part)) for part in parts if part.get_content_type() == kind]
            found = "\n".join(word for word in words if word.strip())
            if found:
                return found
        return ""


def header_of(message: Message, name: str) -> str:
    value = message.get(name)
    return "" if value is None else decoded(value)


def decoded(value: object) -> str:
    """A header's words; what cannot be decoded is shown as a replacement sign."""
    try:
        parts = decode_header(str(value)[:_HEADER_READ])
    except Exception:  # noqa: BLE001  (the library raises several things over broken encoded words)
        parts = [(str(value)[:_HEADER_READ], None)]
    words = [part if isinstance(part, str) else _decode(part, charset or "utf-8") for part, charset in parts]
    return clean(" ".join("".join(words).split()))


def text_of(part: Message) -> str:
    """The text of one part in whatever charset it really is."""
    try:
        content = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001  (broken transfer encodings)
        return ""
    if not isinstance(content, bytes):
        return ""
    try:
        claimed = part.get_content_charset() or "us-ascii"
    except Exception:  # noqa: BLE001  (RFC 2231 with a charset that does not exist)
        claimed = "us-ascii"
    return clean(_decode(content, claimed))


def clean(text: str) -> str:
    """Without control and direction signs; lines end with a line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", lines).encode("utf-8", "replace").decode("utf-8")


def plain_of_html(html: str) -> str:
    """The words of an HTML mail, one block a line; quotes are marked with ``>`` as in plain text."""
    reader = _Words()
    try:
        reader.feed(html[:_HTML_READ])
        reader.close()
    except Exception:  # noqa: BLE001  (html.parser asserts on some broken declarations)
        return ""
    lines = "".join(reader.words).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)


def _decode(content: bytes, claimed: str) -> str:
    charset = _WIDER.get(claimed.lower(), claimed)
    guesses = [charset, "iso2022_jp_ext" if _ESCAPE in content else "utf-8", "cp932"]
    for guess in guesses:
        try:
            return content.decode(guess)
        except (LookupError, UnicodeError, ValueError):
            continue
    try:
        return content.decode(charset, "replace")
    except (LookupError, UnicodeError, ValueError):
        return content.decode("utf-8", "replace")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag == "blockquote" or (tag == "div" and "gmail_quote" in (dict(attrs).get("class") or "")):
            self._quotes += 1
        if tag in _BLOCKS:
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        if tag in _BLOCKS:
            self._new_line()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data.replace("\n", " "))

    def _new_line(self) -> None:
        self.words.append("\n> " if self._quotes else "\n")


def address_in(text: str) -> str | None:
    """The address of ``mailto:a@b`` or ``Name <a@b>``."""
    found = parseaddr(re.sub(r"(?i)^mailto:", "", text.strip()))[1]
    return found if "@" in found else None
