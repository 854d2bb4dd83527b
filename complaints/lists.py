"""What cases need to know of published lists: the masked publication, never the roster."""

from dataclasses import dataclass
from datetime import date

from county.models.areas import Area
from publicity.models.publications import Publication, PublicationEntry


@dataclass(frozen=True)
class ListFact:
    """A list as a case sees it."""

    village: Area
    is_open: bool


def list_fact(publication_id: str, day: date) -> ListFact | None:
    """The village of a list and whether doubts about it are still objections; None for an unknown id."""
    if not publication_id:
        return None
    publication = Publication.objects.select_related("village__parent__parent").filter(pk=publication_id).first()
    if publication is None:
        return None
    return ListFact(publication.village, publication.is_open(day))


def publication_of(publication_id: str) -> Publication | None:
    """The list that a case is about."""
    return Publication.objects.filter(pk=publication_id).first() if publication_id else None


def entry_number(publication_id: str, entry_id: str) -> int | None:
    """The number of an entry on its list, if the entry is on that list."""
    entries = PublicationEntry.objects.filter(pk=entry_id, publication=publication_id)
    return entries.values_list("number", flat=True).first() if entry_id else None
