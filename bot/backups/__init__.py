"""Copies of the SQLite file: made daily and before every migration, checked, and a few of them kept."""
