"""What all pages of the portal have in common."""

from typing import Any

from django.core.paginator import Page as PageOfItems
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester, Revision, TaskState

from county.links import absolute
from policies_cms.models.workflow import writers_of

PER_PAGE = 20


class FourEyesTester(PagePermissionTester):
    """Wagtail's permissions, except that nobody publishes directly, superusers included.

    A page goes live when a second person approves it in the workflow (`PortalPage.publish`).
    Taking a page down stays possible for one person: an error that harms somebody can't wait.
    """

    def can_publish(self) -> bool:
        """Only an approval publishes."""
        return False

    def can_publish_subpage(self) -> bool:
        """Only an approval publishes."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What is public is taken down first, and that is in the trail: nothing vanishes with all its versions at once.

        Wagtail asks the same before a page is moved: a public address stays where people have it from.
        """
        if self.page.live or not super().can_delete(ignore_bulk=ignore_bulk):
            return False
        return self.page.is_leaf() or not self.page.get_descendants().live().exists()

    def can_move_to(self, destination: Page) -> bool:
        """Superusers too: Wagtail lets them pass before it asks whether the page may be moved at all."""
        return self.can_move() and super().can_move_to(destination)


def approved_by(page: Page, revision: Revision, user: Any) -> bool:
    """Whether `user` has just approved this very revision in the workflow and wrote nothing of it.

    Our task refuses those who wrote it, but a superuser can put a task of Wagtail's own into the workflow.
    """
    if user is None or user.pk in writers_of(page):
        return False
    approved = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED, finished_by=user)
    return approved.exclude(workflow_state__requested_by=user).exists()


class PortalPage(Page):
    """Base of the portal's pages: four eyes, crumbs and a plain text for search results."""

    class Meta:
        abstract = True

    #: The main navigation's entry that is marked on this page.
    section = ""
    #: Names of the fields that readers search in, beside the title; each subclass names its own.
    text_fields: tuple[str, ...] = ()

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Who may do what with this page."""
        return FourEyesTester(user, self)

    @transaction.atomic
    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> None:
        """Wagtail's publishing; an approval opens the door that `FourEyesTester` keeps shut for everybody.

        What follows from it (policies_cms.receivers) happens with it or neither does.
        """
        if approved_by(self, revision, user):
            kwargs["skip_permission_checks"] = True
        super().publish(revision, user=user, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the crumbs that lead here, and the address that a printed page bears."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parts = self.get_url_parts(request)  # none for a draft that is looked at before it is first saved
        address = absolute(parts[2]) if parts else ""
        return context | {"crumbs": self.crumbs(request), "section": self.section, "paper_address": address}

    def crumbs(self, request: HttpRequest | None) -> list[tuple[str, str]]:
        """(title, address) of every page above, from the home page down; this page comes last, without address."""
        above = self.get_ancestors().filter(depth__gte=2, live=True)
        home_depth = 2
        named = ((_("Home page") if step.depth == home_depth else step.title, step.get_url(request)) for step in above)
        return [*named, (self.title, "")]

    @classmethod
    def crumbs_to(cls, title: str, request: HttpRequest | None = None) -> list[tuple[str, str]]:
        """The crumbs of a view that stands below the one page of this type without being in the tree."""
        above = cls.objects.live().public().first()
        if above is None:
            return [(title, "")]
        return [*above.crumbs(request)[:-1], (above.title, above.get_url(request) or ""), (title, "")]

    @property
    def description(self) -> str:
        """One sentence or two about this page, for search engines."""
        return str(self.search_description or getattr(self, "summary", "") or self.title)

    @cached_property
    def plain_text(self) -> str:
        """The searchable fields as one plain text, for excerpts."""
        parts: list[str] = []
        for name in self.text_fields:
            field = self._meta.get_field(name)
            value = field.value_from_object(self)
            if hasattr(field, "get_searchable_content"):
                parts.extend(field.get_searchable_content(value))
            elif value:
                parts.append(strip_tags(str(value)))
        return " ".join(" ".join(part.split()) for part in parts if part)


def one_page(items: "QuerySet[Any]", number: str | None, *, size: int = PER_PAGE) -> PageOfItems:
    """One page of `items`; a wrong number leads to the nearest page that exists."""
    return Paginator(items, size).get_page(number)
