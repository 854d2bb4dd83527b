"""Finding a case for whoever may see it."""

from django.http import Http404

from complaints import queries
from complaints.admin.desk import CaseDeskMixin
from complaints.models.cases import Case
from county.actions import record
from county.models.offices import Office


class CaseMixin(CaseDeskMixin):
    """Finds the case in the member's own queue; any other number is not found, whether it exists or not."""

    def find(self) -> Case:
        """The case; raises Http404."""
        case = queries.queue_for(self.request.user).filter(number=self.kwargs["number"]).first()
        if case is None:
            raise Http404
        return case

    def noted(self, verb: str, case: Case) -> None:
        """Reading leaves a trace too; the discipline office's reading is its own affair."""
        if self.request.user.office.kind != Office.Kind.DISCIPLINE:
            record(actor=self.request.user, verb=verb, subject=f"case:{case.number}")
