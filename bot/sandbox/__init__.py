"""The try-it mode: the real bot in a simulated Discord, with a clock that is moved by hand."""
