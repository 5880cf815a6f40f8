"""The desk of the office, handing over, and how the bot is doing."""
