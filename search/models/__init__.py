"""Models of the search app."""

from search.models import synonyms

__all__ = ["synonyms"]
