"""Files of a case: as a download, or looked at page by page as pictures drawn here; nothing touches the disk."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from complaints import queries
from complaints.admin.finding import CaseMixin
from complaints.cleaning import cleaned_picture
from complaints.contents import SealedUpload
from complaints.models.cases import Case, CaseRecord
from complaints.pages import NotDrawn, Page, drawn_page

MOST_PAGES = 40
"""Pages of a paper that one preview shows; the rest is in the download."""
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class OneFileMixin(CaseMixin):
    """Finds the file."""

    def upload(self, case: Case, record_id: UUID) -> SealedUpload:
        """The file, opened; raises Http404."""
        try:
            return queries.case_file(case=case, record_id=record_id, user=self.request.user, member_key=self.member_key)
        except CaseRecord.DoesNotExist as error:
            raise Http404 from error


class FileView(OneFileMixin, View):
    """A file of the case, opened for this one answer."""

    def get(self, request: HttpRequest, number: str, record_id: UUID) -> HttpResponse:
        """Always as a download: nothing that a stranger sent runs in the admin."""
        case = self.find()
        upload = self.upload(case, record_id)
        self.noted("case.file", case)
        return HttpResponse(
            upload.data,
            headers={
                **SAFE,
                "Content-Type": "application/octet-stream",
                "Content-Disposition": content_disposition_header(True, upload.name) or "attachment",
            },
        )


class PreviewView(OneFileMixin, TemplateView):
    """The pages of a file, one under the other."""

    template_name = "complaints/admin/preview.html"
    page_title = gettext_lazy("Preview")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As many pages as can be drawn; none for what is neither a picture nor a PDF paper."""
        case = self.find()
        upload = self.upload(case, kwargs["record_id"])
        self.page_title = self.crumb = upload.name
        try:
            count = picture_or_page(upload, 1).count
        except NotDrawn:
            count = 0
        pages = range(1, min(count, MOST_PAGES) + 1)
        context = {"case": case, "record_id": kwargs["record_id"], "pages": pages, "count": count}
        return self.render_to_response({**self.get_context_data(), **context})


class ShownView(OneFileMixin, View):
    """One page as a picture; what was sent is read by a process of its own and never reaches the browser."""

    def get(self, request: HttpRequest, number: str, record_id: UUID, page: int) -> HttpResponse:
        """The picture; not found for what can't be drawn."""
        case = self.find()
        try:
            drawn = picture_or_page(self.upload(case, record_id), page)
        except NotDrawn as error:
            raise Http404 from error
        self.noted("case.file", case)
        return HttpResponse(
            drawn.data,
            headers={**SAFE, "Content-Type": drawn.content_type, "Content-Disposition": 'inline; filename="page"'},
        )


def picture_or_page(upload: SealedUpload, page: int) -> Page:
    """A page of a PDF paper, or the picture drawn anew; raises NotDrawn."""
    if upload.data.startswith(b"%PDF-"):
        return drawn_page(upload.data, min(page, MOST_PAGES))
    data = cleaned_picture(upload.data) if page == 1 else None
    if data is None:
        raise NotDrawn
    return Page(data, "image/jpeg", 1)
