"""Import the submodules, not this package: public code must never reach `rosters`, and contracts tell by module."""

from publicity.models import ledger, publications, rosters

__all__ = ["ledger", "publications", "rosters"]
