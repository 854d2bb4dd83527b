"""Cases in Wagtail's admin: queue, case, entry, lock."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from complaints.admin.assign import AssignView
from complaints.admin.case import CaseView, StepView
from complaints.admin.entry import EntryView
from complaints.admin.files import FileView, PreviewView, ShownView
from complaints.admin.keeping import HoldView, KeepingView, may_see_traces
from complaints.admin.keys import KeyActView, KeyDeskView, OwnKeyView, RecoverView, RecoveryCodeView, may_open_keys
from complaints.admin.layout import LayoutView
from complaints.admin.printing import PrintView
from complaints.admin.queue import QueueView
from complaints.admin.recusal import RecuseView
from complaints.admin.register import RegisterView
from complaints.admin.unlock import UnlockView
from complaints.standing import may_see_cases
from county.menu import DutyMenuItem

routes = (
    [
        path("", QueueView.as_view(), name="queue"),
        path("unlock/", UnlockView.as_view(), name="unlock"),
        path("register.xlsx", RegisterView.as_view(), name="register"),
        path("new/", EntryView.as_view(), name="entry"),
        path("columns/", LayoutView.as_view(), name="layout"),
        path("assign/", AssignView.as_view(), name="assign"),
        path("<slug:number>/", CaseView.as_view(), name="case"),
        path("<slug:number>/step/<slug:step>/", StepView.as_view(), name="step"),
        path("<slug:number>/recuse/", RecuseView.as_view(), name="recuse"),
        path("<slug:number>/print/", PrintView.as_view(), name="print"),
        path("<slug:number>/file/<uuid:record_id>/", FileView.as_view(), name="file"),
        path("<slug:number>/file/<uuid:record_id>/preview/", PreviewView.as_view(), name="preview"),
        path("<slug:number>/file/<uuid:record_id>/page/<int:page>/", ShownView.as_view(), name="shown"),
    ],
    "complaints_admin",
)

key_routes = (
    [
        path("", KeyDeskView.as_view(), name="desk"),
        path("own/", OwnKeyView.as_view(), name="own"),
        path("recovery/", RecoveryCodeView.as_view(), name="recovery"),
        path("recover/", RecoverView.as_view(), name="recover"),
        path("<slug:act>/", KeyActView.as_view(), name="act"),
        path("<slug:act>/<uuid:pk>/", KeyActView.as_view(), name="act_on"),
        path("<slug:act>/<int:pk>/", KeyActView.as_view(), name="act_on"),
    ],
    "complaints_keys",
)


keeping_routes = (
    [
        path("", KeepingView.as_view(), name="index"),
        path("<slug:number>/", HoldView.as_view(), name="hold"),
    ],
    "complaints_keeping",
)


@hooks.register("register_admin_urls")
def case_urls() -> list[URLPattern | URLResolver]:
    """The admin's addresses of cases."""
    return [
        path("cases/", include(routes)),
        path("case-keys/", include(key_routes)),
        path("cases-kept/", include(keeping_routes)),
    ]


@hooks.register("register_settings_menu_item")
def keys_menu_item() -> MenuItem:
    """Among the settings: it is opened when people come and go."""
    return DutyMenuItem(
        _("Keys of cases"), reverse("complaints_keys:desk"), icon_name="key", order=600, may=may_open_keys
    )


@hooks.register("register_reports_menu_item")
def keeping_menu_item() -> MenuItem:
    """Among the reports."""
    return DutyMenuItem(
        _("Cases sealed away"), reverse("complaints_keeping:index"), icon_name="lock", order=950, may=may_see_traces
    )


@hooks.register("register_admin_menu_item")
def cases_menu_item() -> MenuItem:
    """It carries no count, so it tells nothing."""
    return DutyMenuItem(
        _("Objections and tips"), reverse("complaints_admin:queue"), icon_name="mail", order=150, may=may_see_cases
    )
