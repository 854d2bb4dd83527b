"""Cases in Wagtail's admin: queue, case, entry, lock."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from complaints.admin.case import CaseView, FileView, StepView
from complaints.admin.entry import EntryView
from complaints.admin.queue import QueueView, RegisterView, UnlockView
from complaints.standing import may_see_cases

routes = (
    [
        path("", QueueView.as_view(), name="queue"),
        path("unlock/", UnlockView.as_view(), name="unlock"),
        path("register.xlsx", RegisterView.as_view(), name="register"),
        path("new/", EntryView.as_view(), name="entry"),
        path("<slug:number>/", CaseView.as_view(), name="case"),
        path("<slug:number>/step/<slug:step>/", StepView.as_view(), name="step"),
        path("<slug:number>/file/<uuid:record_id>/", FileView.as_view(), name="file"),
    ],
    "complaints_admin",
)


class CasesMenuItem(MenuItem):
    """For those with a role in cases; it carries no count, so it tells nothing."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether any case could be opened by this person's roles."""
        return may_see_cases(request.user)


@hooks.register("register_admin_urls")
def case_urls() -> list[URLPattern | URLResolver]:
    """The admin's addresses of cases."""
    return [path("cases/", include(routes))]


@hooks.register("register_admin_menu_item")
def cases_menu_item() -> CasesMenuItem:
    """The menu's entry."""
    return CasesMenuItem(_("Objections and tips"), reverse("complaints_admin:queue"), icon_name="mail", order=150)
