"""Consultations as the office notes them: when, how, about what. Never who."""
