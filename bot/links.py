"""Links that somebody wants to have published, one per line."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.errors import N_, UserError

URL_LENGTH = 500


class LinkNotHttps(UserError):
    sentence = N_(
        "“{written}” is not a link that can be published. "
        "Please write one link per line, each beginning with https://."
    )


def link_lines(written: str) -> tuple[str, ...]:
    """The links, each once, in the order in which they were written. Raises `LinkNotHttps`."""
    links = tuple(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
    for link in links:
        if not _is_public_link(link):
            raise LinkNotHttps(written=link[:60])
    return links


_PLAIN = re.compile(r"https://[^\s<>\"'`\\|*()\[\]]+", re.IGNORECASE)


def _is_public_link(link: str) -> bool:
    if len(link) > URL_LENGTH or not _PLAIN.fullmatch(link) or not link.isprintable():
        return False
    try:
        parts = urlsplit(link)
        return "." in (parts.hostname or "") and parts.username is None and parts.port != 0
    except ValueError:  # such as a port that is none
        return False
