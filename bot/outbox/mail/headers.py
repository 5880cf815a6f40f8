"""How the headers of a mail are written.

The standard library of Python 3.11 forgets the quotes of a name that is partly Japanese, so that a comma in
it adds a recipient, and it breaks long links into encoded words. So names and subjects are written as whole
encoded words (RFC 2047), where they are not plain, and what machines read is left as it is.
"""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import (
    BaseHeader,
    HeaderRegistry,
    SingleAddressHeader,
    UnstructuredHeader,
)
from email.policy import SMTP, EmailPolicy

_PLAIN_WORDS = re.compile(r"[A-Za-z0-9 ]{0,60}")
_PLAIN_SUBJECT = re.compile(r"(?!.*=\?)[!-~](?:[ -~]{0,58}[!-~])?")


class _Subject(UnstructuredHeader, BaseHeader):
    @classmethod
    def parse(cls, value, kwds) -> None:  # noqa: ANN001  (as the base class has it)
        super().parse(value, kwds)
        kwds["decoded"] = value  # typed words that look like an encoded word are words

    def fold(self, *, policy: EmailPolicy) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        return f"{self.name}: {_encoded(str(self), self.name, policy, _PLAIN_SUBJECT)}{policy.linesep}"


class _OneMailbox(SingleAddressHeader, BaseHeader):
    def fold(self, *, policy: EmailPolicy) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        mailbox = self.given
        name = _encoded(mailbox.display_name, self.name, policy, _PLAIN_WORDS)
        return f"{self.name}: {name}{' ' if name else ''}<{mailbox.addr_spec}>{policy.linesep}"

    @classmethod
    def parse(cls, value, kwds) -> None:  # noqa: ANN001  (as the base class has it)
        super().parse(value, kwds)
        kwds["given"] = value

    def init(self, *args, given, **kwds) -> None:  # noqa: ANN001,ANN002,ANN003
        self.given = given
        super().init(*args, **kwds)


class _ForMachines(UnstructuredHeader, BaseHeader):
    """Stands as it is; a list is folded behind its commas."""

    def fold(self, *, policy: EmailPolicy) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
        return f"{self.name}: {str(self).replace(', ', f',{policy.linesep} ')}{policy.linesep}"


def _encoded(text: str, name: str, policy: EmailPolicy, plain: re.Pattern[str]) -> str:
    if plain.fullmatch(text):
        return text
    folded = Header(text, charset="utf-8", header_name=name).encode(linesep="\n")
    return folded.replace("\n", policy.linesep)


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("subject", _Subject)
    for name in ("from", "to", "reply-to"):
        registry.map_to_type(name, _OneMailbox)
    for name in (
        "message-id",
        "list-id",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "auto-submitted",
    ):
        registry.map_to_type(name, _ForMachines)
    return registry


POLICY = SMTP.clone(header_factory=_registry())
"""Of the mails that are made here (not of those that are read)."""
