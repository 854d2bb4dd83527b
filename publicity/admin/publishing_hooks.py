"""Publishing in Wagtail's admin: addresses and menu; imported by publicity.wagtail_hooks."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from publicity.admin import publishing, publishing_lists


@hooks.register("register_admin_urls")
def publishing_urls() -> list[URLPattern]:
    """Below /admin/publicity/."""
    return [
        path("publicity/publish/", publishing.index, name="publicity_publishing"),
        path("publicity/publish/confirm/", publishing.confirm, name="publicity_publishing_confirm"),
        path("publicity/published/", publishing_lists.PublicationIndex.as_view(), name="publicity_published"),
        path(
            "publicity/published/results/",
            publishing_lists.PublicationIndex.as_view(results_only=True),
            name="publicity_published_results",
        ),
    ]


class PublishMenuItem(MenuItem):
    """Shown to those who may publish a stage."""

    def is_shown(self, request: HttpRequest) -> bool:
        """By the table of roles."""
        return publishing.may_publish_something(request.user)


class PublishedMenuItem(MenuItem):
    """Shown to those who publish, print or audit."""

    def is_shown(self, request: HttpRequest) -> bool:
        """By the table of roles."""
        return publishing_lists.may_see_lists(request.user)


@hooks.register("register_admin_menu_item")
def publish_menu_item() -> MenuItem:
    """Publish lists."""
    return PublishMenuItem(_("Publish lists"), reverse("publicity_publishing"), icon_name="upload", order=120)


@hooks.register("register_admin_menu_item")
def published_menu_item() -> MenuItem:
    """Published lists."""
    return PublishedMenuItem(_("Published lists"), reverse("publicity_published"), icon_name="list-ul", order=125)
