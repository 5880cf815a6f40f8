"""How the bot itself is doing: the checks behind `bot doctor`, `/status` and the desk."""
