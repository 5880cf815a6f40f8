"""Asking the office, and its answers."""
