"""Models of the search app."""

from search.models import documents, synonyms

__all__ = ["documents", "synonyms"]
