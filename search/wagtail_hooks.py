"""The editors' side: synonyms as snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models.synonyms import Synonym


class SynonymViewSet(SnippetViewSet):
    """Words that mean the same."""

    model = Synonym
    icon = "list-ul"
    menu_label = _("Synonyms")
    list_display = ["terms"]


register_snippet(SynonymViewSet)
