"""Mail addresses as they stand in headers and envelopes, also those that need quotes (RFC 5321, 4.1.2). Pure.

Japanese carriers gave out addresses such as ``a..b@…`` for years; they are valid only with their first part
in quotes.
"""

from __future__ import annotations

import re
from email.headerregistry import Address

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_DOT_ATOM = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9A-Za-z.:]+\]")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class BadAddress(ValueError):
    """No mail can be sent there, whatever a server says."""


class Mailbox(Address):
    """An address whose first part is in quotes where it must be."""

    @property
    def addr_spec(self) -> str:
        """``name@host`` as headers and envelopes want it."""
        if _DOT_ATOM.fullmatch(self.username):
            return f"{self.username}@{self.domain}"
        quoted = re.sub(r'(["\\])', r"\\\1", self.username)
        return f'"{quoted}"@{self.domain}'

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 (RFC 6531) takes it."""
        return not self.username.isascii()


def mailbox(address: str, name: str = "") -> Mailbox:
    """The mailbox of a typed address, with the name that mail programs show beside it.

    A host with other than ASCII letters is written as IDNA has it.

    :raises BadAddress: there is no part before or after the @, or it holds what no address may hold.
    """
    local, _at, domain = address.strip().rpartition("@")
    if len(local) > 2 and local.startswith('"') and local.endswith('"'):
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    try:
        host = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddress from None
    if not local or _CONTROL.search(local) or not _DOMAIN.fullmatch(host):
        raise BadAddress
    return Mailbox(name, local, host)
