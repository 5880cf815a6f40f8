"""Which offers fit a need, how well, and why. Plain Python: no database, no Discord, no model."""
