"""What verify_ledger found, in words: what is wrong, where, and what it can mean."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SAID: dict[str, str | Promise] = {
    "index-gap": gettext_lazy("Entry %(subject)s is not where it should be: entries before it are missing."),
    "leaf-hash": gettext_lazy("Entry %(subject)s was changed: its hash is not that of its text."),
    "not-canonical": gettext_lazy("Entry %(subject)s is not canonical JSON: its text was changed."),
    "entry-columns": gettext_lazy("Entry %(subject)s says another kind or list than its columns in the database."),
    "opening": gettext_lazy("The value kept for commitment %(subject)s is not the one that was committed to."),
    "opening-missing": gettext_lazy("The value and salt of commitment %(subject)s are missing."),
    "checkpoint": gettext_lazy("The checkpoint is not validly signed: %(subject)s."),
    "checkpoint-missing": gettext_lazy("There is no signed checkpoint (%(subject)s); signing runs every ten minutes."),
    "state-missing": gettext_lazy("The file of the last signed state is missing (%(subject)s entries)."),
    "rolled-back": gettext_lazy(
        "The database is older than what was signed (%(subject)s). After a restore, begin a new log: restart_ledger."
    ),
    "restored": gettext_lazy("Log %(subject)s ended with a restore: begin a new one with restart_ledger."),
    "forked": gettext_lazy("What was signed is not what the database holds (%(subject)s): entries were changed."),
    "not-signed-yet": gettext_lazy("Entries are not signed yet (%(subject)s); signing runs every ten minutes."),
    "old-log": gettext_lazy("The database's entries are not those of the old log %(subject)s."),
    "tile": gettext_lazy("File %(subject)s is damaged; verify_ledger --mend makes it anew."),
    "tile-missing": gettext_lazy("File %(subject)s is missing; verify_ledger --mend makes it anew."),
    "list-not-in-ledger": gettext_lazy("List %(subject)s has no entry of its own in the ledger."),
    "list-differs": gettext_lazy("List %(list)s: “%(field)s” is not what the ledger says."),
    "state-not-in-ledger": gettext_lazy("List %(list)s: “%(field)s” was changed without an entry in the ledger."),
    "entry-without-list": gettext_lazy("Entry %(entry)s is about list %(list)s, which is no longer in the database."),
    "event-not-in-ledger": gettext_lazy("%(subject)s names a ledger entry that is not there."),
    "event-differs": gettext_lazy("%(subject)s names a ledger entry that says something else."),
    "review-differs": gettext_lazy("Review notice %(subject)s is not what the ledger says."),
    "rows-root": gettext_lazy("List %(list)s: the leaves kept for its rows do not give its rows root."),
    "row": gettext_lazy("List %(list)s, row %(row)s: the row is not the one that was published."),
    "row-missing": gettext_lazy("List %(list)s: %(shown)s rows were published, %(rows)s are there or erased."),
    "erased-row": gettext_lazy("List %(list)s: a row recorded as erased was never on the list."),
    "page": gettext_lazy("The page of list %(subject)s could not be read."),
    "page-row-missing": gettext_lazy("List %(list)s, row %(row)s: published, but not on the page."),
    "page-row-extra": gettext_lazy("List %(list)s, row %(row)s: on the page, but never published."),
    "page-differs": gettext_lazy(
        "List %(list)s, row %(row)s, field “%(field)s”: the page says “%(page)s”, not what was published."
    ),
}


def said(problem: dict[str, Any]) -> str:
    """The problem in a sentence."""
    words = _SAID.get(problem["code"])
    if words is None:
        return _("%(code)s: %(subject)s") % problem
    return str(words) % {"page": "", **problem}
