"""update_index: Wagtail's, after what can be found was compared with the models, and before Elasticsearch's own."""

from typing import Any

from modelsearch.management.commands.rebuild_modelsearch_index import Command as UpdateIndex

from search.actions import reconcile
from search.engines.choice import server_index


class Command(UpdateIndex):
    """Everything in one command: the database's full text, and Elasticsearch where there is one."""

    def handle(self, **options: Any) -> None:
        """Runs the three in turn."""
        reconcile()
        super().handle(**options)
        index = server_index()
        if index is not None and not options.get("schema_only"):
            index.rebuild()
