"""The tables without an end of their own, and why; `bot.retention` shows them beside those with one."""

from __future__ import annotations

from bot.i18n import Text, _

KEPT: dict[str, Text] = {
    "events": _("Meetings without their people: title, date, place, texts (the community's own record)"),
    "event_series": _("Series of meetings: rule, template, texts (the community's own record)"),
    "series_sessions": _("The sessions of a series: date, number, theme"),
    "anonymous_seats": _("How many seats people had who are forgotten (a number, and nobody behind it)"),
    "event_mirrors": _(
        "Where a meeting stands among Discord's own events (for as long as there is the meeting)"
    ),
    "event_cards": _(
        "When the card of a meeting was published and looked at (for as long as there is the meeting)"
    ),
    "headcounts": _("How many people came whom nobody knows by name (numbers by sector)"),
    "consultations": _("Consultations of the office: date, way, categories (never who came)"),
    "consultation_ticks": _("The categories of a consultation"),
    "event_records": _("Records of meetings: numbers, summary, links (published by the community)"),
    "held_posts": _(
        "What staff are told a random time later, so that nobody can tell who did it (within 90 minutes)"
    ),
    "seed_synonyms": _("Words that mean the same when seeds are looked for (written by the office)"),
    "seeds": _("Published seeds (the community's own record; their authors can delete them at any time)"),
    "seed_edits": _("What an anonymous author wrote anew (until it takes its place, within 90 minutes)"),
    "seed_categories": _("The categories of seeds"),
    "seed_ticks": _("Which categories a seed has (goes with the seed)"),
    "seed_settings": _("How the community takes seeds"),
    "seed_steps": _("The history of a seed: days and roles (goes with the seed)"),
    "seed_lines": _("Messages between the office and an author (go with the seed)"),
    "seed_supports": _(
        "Who supports a seed or offers help (goes with the seed, or when that person is forgotten)"
    ),
    "seed_follows": _("Who follows which seed or category (until they no longer do)"),
    "seed_wishes": _("How often somebody wants news of seeds"),
    "session_seeds": _("Which seed a session takes its theme from (until it is announced)"),
    "seed_events": _("Which seed belongs to which meeting (goes with the seed)"),
    "projects": _("Projects: name, purpose, owner, how they ended (the community's own record)"),
    "project_seeds": _("Which seeds a project came from"),
    "project_people": _("Who takes part in a project (until they leave it or are forgotten)"),
    "project_milestones": _("The milestones of a project"),
    "project_milestone_versions": _("What a milestone said and when (a forgotten author is taken out)"),
    "project_comments": _("Comments on milestones (a forgotten author is taken out)"),
    "project_memos": _("Memos of projects, as they were posted (a forgotten author is taken out)"),
    "probono_offers": _("Offers of probono: what somebody can give (until they are forgotten)"),
    "probono_needs": _("Needs of organisations, from the first sentence to the end"),
    "probono_suggestions": _("Which offer was suggested for which need, and how it went (no names)"),
    "probono_steps": _("The history of a suggestion: days, roles, ways of consent"),
    "probono_milestones": _("Milestones that two sides agreed on (their texts go a year after the end)"),
    "probono_hearings": _("Organisations that the office heard: day, way, sector (its own record)"),
    "probono_skill_words": _("Words that the office added to the skills, or took out"),
    "probono_skill_links": _("How near two skills are, as the office sees it"),
    "probono_targets": _("What the community wants to reach in a fiscal year"),
    "probono_settings": _("Under which channel people are introduced"),
    "member_ways": _("By which way somebody wants to be told what (until they are forgotten)"),
    "member_wishes": _("Quiet hours and the reminders somebody does without (until they are forgotten)"),
    "mail_subscriptions": _("Consent to mail: when, how, to which text (until they are forgotten)"),
    "postings": _("Where the card of a meeting stands in Discord (for as long as there is the meeting)"),
}
"""Tables without an end of their own, and why; they go with the server, and a rehearsal's with it."""
