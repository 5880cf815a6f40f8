"""What a rule says when it says no."""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802  (gettext's own name for "mark, do not translate yet")
    """Mark an English sentence for the catalogue and return it unchanged."""
    return sentence


class UserError(Exception):
    """A rule said no, with the sentence a person reads.

    A subclass sits beside the rule that raises it and sets ``sentence``: what happened and what can be
    done next, in English, with ``{placeholders}`` filled from the keyword arguments. Arguments may be
    anything that `bot.i18n` can render (strings, numbers, objects with ``to(language)``). The message of
    the exception itself names only the class, so that no log line repeats what somebody typed.
    """

    sentence: str = ""

    def __init__(self, **values: object) -> None:
        super().__init__(type(self).__name__)
        self.args_for_text: dict[str, object] = values
