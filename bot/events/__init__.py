"""Meetings: announcing them, seats, waiting lists, cancelling."""
