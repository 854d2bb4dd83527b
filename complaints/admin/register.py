"""The register of clues (问题线索台账) of the member's queue, as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View

from complaints import queries
from complaints.admin.desk import CaseDeskMixin
from complaints.admin.filters import by_header, in_clear, read_filters
from complaints.registers import clue_register, opened_with, with_days
from county.actions import record
from county.models.offices import Office
from county.spreadsheets import workbook_bytes
from county.today import today

REGISTER_ROWS = 5_000
"""Rows of one workbook; what lies beyond is said in its title."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterView(CaseDeskMixin, View):
    """The queue as filtered, in .xlsx."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every case that the filters leave, its header opened; the export is on record as a number of rows."""
        filters = read_filters(request.GET)
        found = in_clear(queries.queue_for(request.user), filters, request.user, today())
        opened = opened_with(list(with_days(found)[:REGISTER_ROWS]), self.member_key)
        beyond = found.count() - REGISTER_ROWS
        if filters.sealed:
            opened = by_header(opened, filters)
        title = _("Register of clues")
        if beyond > 0:
            title += _(" (the oldest %(most)s; %(beyond)s more, narrow the queue)") % {
                "most": REGISTER_ROWS,
                "beyond": beyond,
            }
        made = clue_register(opened, today=today(), title=title)
        office = request.user.office
        if office is None or office.kind != Office.Kind.DISCIPLINE:
            record(actor=request.user, verb="register.export", subject="register:clues", detail={"rows": len(opened)})
        data = workbook_bytes(title=made.title, headings=made.headings, rows=made.rows)
        response = HttpResponse(data, content_type=XLSX)
        name = f"{made.title}-{today():%Y%m%d}.xlsx"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        return response
