"""Import the submodules, not this package: public code must never reach `rosters`, and contracts tell by module."""

from publicity.models import (
    change_reasons,
    changes,
    delegation,
    disclosure,
    erasures,
    events,
    households,
    layouts,
    ledger,
    papers,
    platforms,
    postings,
    publications,
    rosters,
    runs,
    schedules,
)

__all__ = [
    "change_reasons",
    "changes",
    "delegation",
    "disclosure",
    "erasures",
    "events",
    "households",
    "layouts",
    "ledger",
    "papers",
    "platforms",
    "postings",
    "publications",
    "rosters",
    "runs",
    "schedules",
]
