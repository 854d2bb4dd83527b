"""Menu and doors agree: what is shown can be opened, what can't be opened isn't shown."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu, reports_menu, settings_menu

from county.actions import create_role_groups
from county.domain.roles import Role
from county.menu import DutyMenuItem
from tests.factories_county import StaffFactory

pytestmark = pytest.mark.django_db
ASIDE = {"complaints_keys:desk", "complaints_admin:queue"}
"""These lead those with a role, but without a key, to a page of their own."""


def entries() -> dict[str, DutyMenuItem]:
    menus = (admin_menu, reports_menu, settings_menu)
    return {item.url: item for menu in menus for item in menu.registered_menu_items if isinstance(item, DutyMenuItem)}


def may_open(client, url: str) -> bool:
    answer = client.get(url)
    return (
        answer.status_code == 200
        or url in {reverse(name) for name in ASIDE}
        and answer.status_code == 302
        and (answer.url != reverse("wagtailadmin_home"))
    )


@pytest.mark.parametrize("role", [*Role, None])
def test_a_role_is_shown_what_it_may_open(client, role):
    create_role_groups()
    user = StaffFactory(roles=[role]) if role else StaffFactory(is_superuser=True)
    client.force_login(user)
    request = RequestFactory().get("/")
    request.user = user
    assert len(entries()) > 15
    for url, entry in entries().items():
        assert entry.is_shown(request) == may_open(client, url), url
