"""Who may change a list that is out: its publisher, and the county over it."""

from datetime import date

from county.access import allowed
from county.domain.roles import Action
from county.models.staff import User
from publicity.actions.delegation import publisher_action
from publicity.actions.errors import NotAllowed
from publicity.models.publications import Publication


def may_change(*, by: User, publication: Publication, today: date) -> bool:
    """Whether `by` publishes lists of this stage in this township, or supervises them."""
    village = publication.village
    if allowed(by, Action.SUPERVISE_LISTS, village):
        return True
    return allowed(by, publisher_action(publication.stage, village.township, today), village)


def check_may_change(*, by: User, publication: Publication, today: date) -> None:
    """Raises NotAllowed."""
    if not may_change(by=by, publication=publication, today=today):
        raise NotAllowed
