"""The year's table, and the years before the bot."""
