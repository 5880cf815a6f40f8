"""The whole mail as it is handed to the server: headers, both bodies, calendar entry, attachments."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import quote

from bot.clock import Clock
from bot.outbox.couriers import ToMail
from bot.outbox.mail import calendar, words
from bot.outbox.mail.headers import POLICY
from bot.outbox.mail.keys import MailKeys
from bot.outbox.mail.letters import letter
from bot.outbox.mail.mailboxes import Mailbox, mailbox
from bot.outbox.notice import Notice


@dataclass(frozen=True, slots=True)
class Sender:
    """What the operator set for all mails.

    ``reads_answers``: the bot reads the mailbox of ``mail_from`` itself. ``plus_addresses``: mail to
    ``name+anything@host`` arrives there too. ``base_url``: where the web reaches this bot.
    """

    mail_from: str
    reads_answers: bool = False
    plus_addresses: bool = False
    base_url: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail and its envelope: one sender, one recipient."""

    envelope: str
    recipient: str
    needs_utf8: bool
    message: EmailMessage

    def content(self) -> bytes:
        """The octets to send, lines ended by CRLF, all of them ASCII unless an address is not."""
        return self.message.as_bytes(policy=POLICY.clone(utf8=self.needs_utf8))


class Messages:
    """Makes the mail of a notice: the same Message-ID for every attempt."""

    def __init__(self, sender: Sender, keys: MailKeys, clock: Clock) -> None:
        self._sender = sender
        self._keys = keys
        self._clock = clock

    def make(self, to: ToMail, notice: Notice) -> Mail:
        """The mail; `BadAddress` where nothing can be sent to this address."""
        ours = mailbox(self._sender.mail_from, words.of_header(to.community_name))
        theirs = mailbox(to.mail_address, words.of_header(to.name or ""))
        message = EmailMessage(policy=POLICY)
        said = letter(to, notice, leave_link=self._leave_link(to))
        self._head(message, to, said.subject, ours, theirs)
        message.set_content(said.text, cte="base64")
        message.add_alternative(said.html, subtype="html", cte="base64")
        self._attach(message, to, notice, ours, theirs)
        envelope = ours.addr_spec
        if self._sender.plus_addresses:
            envelope = self._keys.envelope(to.delivery_id, envelope)
        return Mail(envelope, theirs.addr_spec, theirs.needs_utf8, message)

    def _head(self, message: EmailMessage, to: ToMail, subject: str, ours: Mailbox, theirs: Mailbox) -> None:
        message["Message-ID"] = self._keys.message_id(to.delivery_id, ours.domain)
        message["Date"] = self._clock()
        message["From"] = ours
        message["To"] = theirs
        message["Reply-To"] = self._reply_to(to, ours)
        message["Subject"] = subject
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
        message["List-Id"] = f"<{to.community_id}.{ours.domain}>"  # RFC 2919
        if to.unsubscribe_token is None:
            return
        ways = [f"<mailto:{quote(ours.addr_spec, safe='@+')}?subject=unsubscribe%20{to.unsubscribe_token}>"]
        if link := self._leave_link(to):
            ways.insert(0, f"<{link}>")
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        message["List-Unsubscribe"] = ", ".join(ways)  # RFC 2369

    def _reply_to(self, to: ToMail, ours: Mailbox) -> Mailbox:
        if self._sender.reads_answers or not to.office_mail:
            return ours
        try:
            return mailbox(to.office_mail, ours.display_name)
        except ValueError:
            return ours

    def _leave_link(self, to: ToMail) -> str | None:
        if self._sender.base_url is None or to.unsubscribe_token is None:
            return None
        return f"{self._sender.base_url}/mail/leave/{to.unsubscribe_token}"

    def _attach(
        self, message: EmailMessage, to: ToMail, notice: Notice, ours: Mailbox, theirs: Mailbox
    ) -> None:
        invitation = notice.mail.invitation if notice.mail else None
        if invitation is not None:
            file = calendar.invitation_file(invitation, ours, theirs, lang=to.lang, now=self._clock())
            params = {"method": calendar.method(invitation), "charset": "utf-8"}
            message.add_alternative(file, maintype="text", subtype="calendar", params=params)
            message.add_attachment(file, maintype="application", subtype="ics", filename=calendar.FILENAME)
        for attachment in notice.attachments:
            maintype, _slash, subtype = attachment.media_type.partition("/")
            if invitation is not None and subtype == "calendar":
                continue  # the one that was made for Discord; two entries would stand in the calendar
            message.add_attachment(
                attachment.content, maintype=maintype, subtype=subtype, filename=attachment.filename
            )
