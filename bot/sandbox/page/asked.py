"""What the browser asks for, read as the types that it should have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.errors import N_, UserError


class NotUnderstood(UserError):
    sentence = N_("The page asked for something that it cannot ask for. Please load the page again.")


class Asked:
    """The body of one request. Whatever is missing or of another type is `NotUnderstood`."""

    def __init__(self, body: Any) -> None:
        if not isinstance(body, dict):
            raise NotUnderstood
        self._body: dict[str, Any] = body

    @property
    def who_and_where(self) -> Mapping[str, Any]:
        """The person and the place, as in the address of a state."""
        return {name: self.text(name) for name in ("me", "at") if name in self._body}

    def text(self, name: str) -> str:
        return self._read(name, str)

    def flag(self, name: str) -> bool:
        return self._read(name, bool)

    def number(self, name: str) -> int:
        """An id, which travels as digits."""
        written = self.text(name)
        if not written.isascii() or not written.isdecimal():
            raise NotUnderstood
        return int(written)

    def texts(self, name: str) -> list[str]:
        found = self._read(name, list)
        if not all(isinstance(each, str) for each in found):
            raise NotUnderstood
        return found

    def mapping(self, name: str) -> dict[str, Any]:
        """Values by name; without any, an empty one."""
        return self._read(name, dict) if self._body.get(name) is not None else {}

    def _read(self, name: str, kind: type[Any]) -> Any:
        found = self._body.get(name)
        if not isinstance(found, kind):
            raise NotUnderstood
        return found
