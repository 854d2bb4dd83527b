"""Publishing in Wagtail's admin: addresses and menu; imported by publicity.wagtail_hooks."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.domain.roles import Action
from county.menu import DutyMenuItem
from publicity.admin import delegations, empties, list_events, list_page, publish_run, publishing, publishing_lists


@hooks.register("register_admin_urls")
def publishing_urls() -> list[URLPattern]:
    """Below /admin/publicity/."""
    return [
        path("publicity/publish/", publishing.index, name="publicity_publishing"),
        path("publicity/publish/confirm/", publishing.confirm, name="publicity_publishing_confirm"),
        path("publicity/publish/run/<uuid:pk>/", publish_run.progress, name="publicity_publish_run"),
        path("publicity/published/<slug:pk>/outcomes/", list_page.outcomes, name="publicity_list_outcomes"),
        path("publicity/published/<slug:pk>/act/<slug:slug>/", list_events.act, name="publicity_list_act"),
        path("publicity/hidings/", list_events.hidings, name="publicity_hidings"),
        path("publicity/hidings/<int:pk>/<slug:how>/", list_events.settle, name="publicity_hiding_settle"),
        path("publicity/outage/", list_events.outage, name="publicity_outage"),
        path("publicity/delegations/", delegations.index, name="publicity_delegations"),
        path("publicity/delegations/add/", delegations.add, name="publicity_delegation_add"),
        path("publicity/delegations/<int:pk>/end/", delegations.end, name="publicity_delegation_end"),
        path("publicity/empties/", empties.index, name="publicity_empties"),
        path("publicity/published/", publishing_lists.PublicationIndex.as_view(), name="publicity_published"),
        path(
            "publicity/published/results/",
            publishing_lists.PublicationIndex.as_view(results_only=True),
            name="publicity_published_results",
        ),
        path("publicity/published/<slug:pk>/", list_page.detail, name="publicity_published_list"),
    ]


@hooks.register("register_admin_menu_item")
def delegations_menu_item() -> MenuItem:
    """Delegation of approval."""
    return DutyMenuItem(
        _("Delegation of approval"), reverse("publicity_delegations"), icon_name="group", order=128, may=Action.DELEGATE
    )


@hooks.register("register_admin_menu_item")
def hidings_menu_item() -> MenuItem:
    """What waits for the second eye."""
    return DutyMenuItem(
        _("Hidden to protect privacy"),
        reverse("publicity_hidings"),
        icon_name="lock",
        order=126,
        may=Action.CLOSE_LISTS,
    )


@hooks.register("register_admin_menu_item")
def publish_menu_item() -> MenuItem:
    """Publish lists."""
    return DutyMenuItem(
        _("Publish lists"),
        reverse("publicity_publishing"),
        icon_name="upload",
        order=120,
        may=publishing.may_publish_something,
    )


@hooks.register("register_admin_menu_item")
def published_menu_item() -> MenuItem:
    """Published lists."""
    return DutyMenuItem(
        _("Published lists"),
        reverse("publicity_published"),
        icon_name="list-ul",
        order=125,
        may=publishing_lists.may_see_lists,
    )
