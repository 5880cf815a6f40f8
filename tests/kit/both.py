"""Which tests run on PostgreSQL in `make test` too, not only in .ci/run."""

from __future__ import annotations

import pytest

ON_BOTH_ALWAYS = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
"""For tests of locks: what they promise differs between the two databases."""
