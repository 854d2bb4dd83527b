"""Import the submodules, not this package: public code must never reach `rosters`, and contracts tell by module."""

from publicity.models import delegation, disclosure, erasures, events, households, ledger, publications, rosters

__all__ = ["delegation", "disclosure", "erasures", "events", "households", "ledger", "publications", "rosters"]
