"""What a public page says of a list's paper: since when it hangs, and its stamped original. Never who or where."""

from django import template

from county.today import today
from publicity.models.publications import Publication
from publicity.paper_queries import offered_original, posted_since

register = template.Library()


@register.inclusion_tag("publicity/parts/papers.html")
def papers(publication: Publication) -> dict[str, object]:
    """One line, or nothing."""
    return {
        "list": publication,
        "posted_since": posted_since(publication),
        "original": offered_original(publication, today=today()),
    }
