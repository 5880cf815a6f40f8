"""What was found, privately and page by page; one of it opened; the words that mean the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import discord

from bot.clock import Day, shorten
from bot.i18n import Raw, Text, _, _n, joined
from bot.seeds.rules import SeedState
from bot.seeds.search_rules import MOST_COUNTED, Found, NoSuchCategory, Order, Page
from cogs.seeds.exporting import send_files
from cogs.seeds.search_forms import SearchForm, open_synonyms
from cogs.shared.controls import HubButton, HubView, ViewButton, ViewSelect
from cogs.shared.permissions import Right, may, needs_staff
from cogs.shared.press import Press, Words
from cogs.shared.renderers import escape

TITLE_SHOWN = 60
_ONE = re.compile(r"\s*[#＃]\s*([0-9０-９]{1,18})\s*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for."""

    words: str = ""
    category_id: int | None = None
    state: SeedState | None = None
    year: int | None = None
    order: Order = Order.BEST


class OpenSearch(HubButton, template="seeds:0:search"):
    """[Find seeds] on the home panel: the newest ones, and a form for words."""

    async def press(self, press: Press) -> None:
        await show_search(press, Wanted())


async def chosen_category(press: Press, written: str) -> int:
    """The category that was chosen from the suggestions, or whose name was typed."""
    for number, name in await press.hub.seed_search.categories(press.community_id):
        if written in (str(number), name):
            return number
    raise NoSuchCategory


async def show_search(press: Press, wanted: Wanted) -> None:
    """Answer with what is found; a number such as #17 opens that seed."""
    if number := _ONE.fullmatch(wanted.words):
        await show_one(press, int(number[1]))
        return
    listing = _Listing(wanted, await _look(press, wanted, 1))
    await press.answer(embed=listing.embed(press), view=listing.controls(press))


async def _look(press: Press, wanted: Wanted, number: int) -> Page:
    return await press.hub.seed_search.search(
        press.community_id,
        wanted.words,
        is_staff=may(press, Right.STAFF),
        order=wanted.order,
        category_id=wanted.category_id,
        state=wanted.state,
        year=wanted.year,
        page=number,
    )


async def show_one(press: Press, seed_id: int) -> None:
    """One seed, for this reader alone."""
    found, tz = await press.hub.seed_search.one(press.community_id, seed_id, is_staff=may(press, Right.STAFF))
    embed = discord.Embed(title=press.say(_titled(found.id, found.title)), description=escape(found.text))
    facts: list[tuple[Text, Words]] = [(_("State"), found.state.label)]
    if found.categories:
        facts.append((_("Categories"), joined(*found.categories)))
    if found.published_at is not None:
        facts.append((_("Published"), joined(Day(found.published_at, tz))))
    facts.append((_("Support"), _people(found.supporters)))
    if found.merged_into is not None:
        facts.append((_("Joined with"), _titled(found.merged_into.id, found.merged_into.title)))
    for name, fact in facts:
        embed.add_field(name=press.say(name), value=press.say(fact))
    link = _link(press, found)
    button = discord.ui.Button(label=press.say(_("Open the post")), url=link) if link else None
    await press.answer(embed=embed, view=HubView(button) if button else None)


class _Listing:
    """One answer: which page it shows, and what can be done from there."""

    def __init__(self, wanted: Wanted, page: Page) -> None:
        self.wanted = wanted
        self.page = page

    def embed(self, press: Press) -> discord.Embed:
        words = shorten(self.wanted.words)
        title = _("Seeds with “{words}”", words=words) if words else _("Seeds")
        embed = discord.Embed(title=press.say(title))
        lines = [press.say(_line(press, each)) for each in self.page.found]
        embed.description = "\n".join([press.say(_counted(self.page)), *lines])
        if self.page.number > 1 or self.page.has_more:
            embed.set_footer(text=press.say(_("Page {page}", page=self.page.number)))
        return embed

    def controls(self, press: Press) -> HubView:
        view = HubView()
        if self.page.number > 1 or self.page.has_more:
            first, last = self.page.number == 1, not self.page.has_more
            view.add_item(ViewButton(press.say(_("Previous")), self._back, disabled=first, updates=True))
            view.add_item(ViewButton(press.say(_("Next")), self._on, disabled=last, updates=True))
        view.add_item(ViewButton(press.say(_("Look for words")), self._ask, opens_form=True))
        if may(press, Right.STAFF):
            view.add_item(
                ViewButton(press.say(_("Words that mean the same")), open_synonyms, opens_form=True, row=2)
            )
            view.add_item(ViewButton(press.say(_("Public seeds as files")), _files, row=2))
        if self.page.found:
            view.add_item(_Opening(press, self.page.found))
        return view

    async def _back(self, press: Press) -> None:
        await self._turn(press, -1)

    async def _on(self, press: Press) -> None:
        await self._turn(press, +1)

    async def _turn(self, press: Press, step: int) -> None:
        self.page = await _look(press, self.wanted, max(self.page.number + step, 1))
        await press.update(embed=self.embed(press), view=self.controls(press))

    async def _ask(self, press: Press) -> None:
        async def look(press: Press, words: str) -> None:
            await show_search(press, replace(self.wanted, words=words))

        await press.open_form(SearchForm(press, self.wanted.words, look))


class _Opening(ViewSelect):
    def __init__(self, press: Press, found: tuple[Found, ...]) -> None:
        options = [
            discord.SelectOption(label=f"#{each.id} {shorten(each.title)}", value=str(each.id))
            for each in found
        ]
        super().__init__(options, placeholder=press.say(_("Read one, for you alone")), row=1)

    async def press(self, press: Press) -> None:
        await show_one(press, int(self.values[0]))


async def _files(press: Press) -> None:
    needs_staff(press)
    await send_files(press)


def _counted(page: Page) -> Text:
    if page.total == 0:
        return _("I found none. Please try a single shorter word, or look without category, state and year.")
    if page.total > MOST_COUNTED:
        return _("More than {count} seeds. One more word makes them fewer.", count=MOST_COUNTED)
    return _n("{count} seed", "{count} seeds", count=page.total)


def _line(press: Press, found: Found) -> Text:
    """Two lines: what it is, and the place where the words stand."""
    facts = [found.state.label, *found.categories, _people(found.supporters)]
    link = _link(press, found)
    return _(
        "**{title}** ({facts}){joined}{link}\n> {before}{hit}{after}",
        title=_titled(found.id, shorten(found.title, TITLE_SHOWN)),
        facts=joined(*facts),
        joined=_joined(found),
        link=_(" [→ post]({link})", link=Raw(link)) if link else "",
        before=found.excerpt.before,
        hit=Raw(f"**{escape(found.excerpt.hit)}**") if found.excerpt.hit else "",
        after=found.excerpt.after,
    )


def _joined(found: Found) -> Text | str:
    if found.merged_into is None:
        return ""
    into = _titled(found.merged_into.id, shorten(found.merged_into.title, TITLE_SHOWN))
    return _(" → joined with {seed}", seed=into)


def _titled(number: int, title: str) -> Text:
    return _("#{number} {title}", number=number, title=title)


def _people(count: int) -> Text:
    return _n("{count} supporter", "{count} supporters", count=count)


def _link(press: Press, found: Found) -> str | None:
    if found.place is None:
        return None
    return (
        f"https://discord.com/channels/{press.community_id}/{found.place.channel_id}/{found.place.message_id}"
    )
