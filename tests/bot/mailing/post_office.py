"""What leaves by which way, read as the people who get it read it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.outbox.couriers import Address, ToMail, ToPerson, ToPlace
from bot.outbox.notice import Notice
from bot.outbox.pacing import NewDms
from tests.bot.outbox.mail_stage import RecordingMail
from tests.bot.outbox.stage import RecordingCourier
from tests.kit.meetings import Meetings


@dataclass(frozen=True)
class Letter:
    """``to``: a Discord account, a mail address, or a channel."""

    way: str
    to: int | str
    notice: Notice

    @property
    def text(self) -> str:
        """Everything in it, in Japanese; of a mail what is said by mail."""
        lines = [self.notice.subject, *self.notice.paragraphs]
        if self.way == "mail" and self.notice.mail is not None:
            lines = [self.notice.subject, *self.notice.mail.first, *self.notice.mail.paragraphs]
        return "\n".join(line.to("ja") for line in lines)


class PostOffice:
    """A hub whose two lanes end here."""

    def __init__(self, meetings: Meetings) -> None:
        self.meetings = meetings
        self.hub = meetings.hub
        self.hands = meetings.hands
        self.community_id = meetings.community_id
        self.discord = RecordingCourier()
        self.mail = RecordingMail()
        self.hub.outbox.kinds.has_mail = True
        self.hub.use_couriers({"discord": self.discord, "mail": self.mail})
        self.hub.mail_dispatcher._carrier._pacer = self.hub.pacer
        self.hub.dispatcher._carrier._new_dms = NewDms(1e12)

    async def leaves(self, word: str = "") -> list[Letter]:
        """What leaves now by both lanes and holds the word."""
        self.discord.sent.clear()
        self.mail.sent.clear()
        await self.hub.tick()
        await self.hub.send_mail()
        await self.hub.tick()
        letters = [_letter(each.address, each.notice) for each in self.discord.sent]
        letters += [_letter(address, notice) for address, notice in self.mail.sent]
        return [letter for letter in letters if word in letter.text]


def _letter(address: Address, notice: Notice) -> Letter:
    match address:
        case ToMail():
            return Letter("mail", address.mail_address, notice)
        case ToPerson():
            return Letter("dm", address.discord_user_id, notice)
        case ToPlace():
            return Letter("place", address.channel_id, notice)
