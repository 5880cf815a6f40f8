"""Seeds and meetings: which belong together, and which seeds become the theme of a meeting."""
