"""Why a mail has not arrived: the codes of the mail lane as sentences for the office."""

from __future__ import annotations

import re

from bot.i18n import Text, _

_NO_ADDRESS = _("The mail address does not exist (any more).")
_UNREACHABLE = _("The mail server could not be reached.")
_SILENT = _("The mail server did not answer, or ended the connection.")
_TELL = _("The mail server and the bot do not understand each other. Please tell whoever runs the bot.")
_REFUSED = _("The mail server does not take mail from us. Please tell whoever runs the bot.")
_TOO_BIG = _("The mailbox is full, or the mail was too big for it.")

MAIL_REASONS: dict[str, Text] = {
    "no_mail": _("The person cannot be reached by mail, or no mail server is set."),
    "no_consent": _("The person has not agreed to mail yet, and has no Discord account."),
    "left_mail": _("The person has left the mail."),
    "mail_paused": _("Mail stands still for a while, because the mail server refused us."),
    "smtp_535": _("The mail server refuses our name or password. Please tell whoever runs the bot."),
    "smtp_552": _TOO_BIG,
    "smtp_size": _TOO_BIG,
    "smtp_unreachable": _UNREACHABLE,
    "smtp_no_host": _UNREACHABLE,
    "smtp_resting": _UNREACHABLE,
    "smtp_silent": _SILENT,
    "smtp_dropped": _SILENT,
    "smtp_nonsense": _SILENT,
    "smtp_certificate": _TELL,
    "smtp_tls": _TELL,
    "smtp_no_starttls": _TELL,
    "smtp_no_auth": _TELL,
    "smtp_no_utf8": _("The mail server does not take an address with such letters."),
}
_NO_ADDRESS_CODES = ("5.1.1", "5.1.10", "5.2.1")
_ANSWER = re.compile(r"(?P<how>smtp|bounced)(?:_(?P<code>[245]\d\d))?(?:_(?P<status>[245]\.\d+\.\d+))?")
"""What the courier writes of an answer of the server (RFC 5321, RFC 3463), and of a mail that came back."""


def mail_reason(code: str) -> Text | None:
    """A sentence for a code of the mail lane; None for another one's."""
    if code in MAIL_REASONS:
        return MAIL_REASONS[code]
    answer = _ANSWER.fullmatch(code)
    if answer is None:
        return None
    if is_dead_address(code):
        return _NO_ADDRESS
    if answer["how"] == "bounced":
        return _("The mail came back.")
    if (known := MAIL_REASONS.get(f"smtp_{answer['code']}")) is not None:
        return known
    if (answer["status"] or "").startswith("5.7."):
        return _REFUSED
    if (answer["code"] or "").startswith("4"):
        return _("The mail server asked us to come back later ({code}).", code=answer["code"])
    return _("The mail server did not take it ({code}).", code=answer["code"] or answer["status"] or code)


def is_dead_address(code: str) -> bool:
    """Whether the server said, or a bounce, that there is no such mailbox (RFC 3463: 5.1.1, 5.2.1)."""
    answer = _ANSWER.fullmatch(code)
    return answer is not None and answer["status"] in _NO_ADDRESS_CODES
