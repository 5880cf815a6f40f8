"""Meetings beside their card: among Discord's own events, published to those who follow, still there."""
