"""Import the submodules, not this package: the import contracts are told by module."""

from county.models import (
    areas,
    audit,
    benefits,
    calendar,
    household_keys,
    jobs,
    links,
    offices,
    settings,
    staff,
    standards,
)

__all__ = [
    "areas",
    "audit",
    "benefits",
    "calendar",
    "household_keys",
    "jobs",
    "links",
    "offices",
    "settings",
    "staff",
    "standards",
]
