"""What stands on the private /home panel: each feature offers a button for every main job of its own.

    home.offer("outbox", order=50, right=Right.STAFF, button=lambda press: OpenOutbox(press.say(_("Outbox"))))

Orders: 0-9 everybody's own things, 10-29 what members do, 30-59 what staff do, 60-99 the server itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cogs.shared.permissions import Right, may
from cogs.shared.press import Press
from cogs.shared.rows import HubButton

MakeButton = Callable[[Press], HubButton]


@dataclass(frozen=True, slots=True)
class Job:
    """One button of the panel, shown to those who may press it; ``order`` is its place."""

    name: str
    order: int
    right: Right
    button: MakeButton


_jobs: dict[str, Job] = {}


def offer(name: str, *, order: int, right: Right = Right.MEMBER, button: MakeButton) -> None:
    """Put a job on the panel; offering the same name again replaces it (a bot that starts anew)."""
    _jobs[name] = Job(name, order, right, button)


def jobs_for(press: Press) -> list[HubButton]:
    """The buttons of everything this person may do now, in their order."""
    wanted = [job for job in _jobs.values() if may(press, job.right)]
    return [job.button(press) for job in sorted(wanted, key=lambda job: (job.order, job.name))]
