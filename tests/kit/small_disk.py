"""A disk on which no file grows any more: the kernel's own limit on the size of files, for a moment.

A real mount needs rights that tests do not have everywhere. Python ignores SIGXFSZ, so a write past the limit
fails with EFBIG, which SQLite meets like any disk that takes no more.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file of this process grows beyond ``size`` bytes until the block ends."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
