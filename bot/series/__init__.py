"""Meetings that come again: their rule, their sessions, and the drafts that the bot makes of them."""
