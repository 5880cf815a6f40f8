"""Speed and memory, each figure beside its partner in the same run: ``python -m tests.bench``.

Nothing here asserts a time, and pytest collects nothing but the smoke test.
"""
