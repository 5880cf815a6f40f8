"""Names and descriptions of commands in the languages of the catalogue.

discord.py asks the translator only when commands are synchronised. English is what the code says; Japanese
comes from the catalogue, where names stand in the contexts ``command`` and ``option`` and choices in
``choice``, because one English word may need two Japanese ones.
"""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.i18n import Text

LANGUAGE_OF = {discord.Locale.japanese: "ja"}
"""Discord's locales that get a translation. en-US is the source, and en-GB falls back to it at Discord."""


def cmd(text: Text) -> locale_str:
    """A name or description: ``cmd(C_("command", "list"))``, ``cmd(_("The next meetings"))``."""
    return locale_str(text.to("en"), text=text)


class HubTranslator(app_commands.Translator):
    """Looks every marked string up in the catalogue; an unmarked one stays as it is."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The string for this locale, or None where English serves."""
        language = LANGUAGE_OF.get(locale)
        text = string.extras.get("text")
        if language is None or not isinstance(text, Text):
            return None
        return text.to(language)
