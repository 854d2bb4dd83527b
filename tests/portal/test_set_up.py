"""A county without the demo: from an empty database to a portal that staff can fill."""

import json
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Page, Site

from county.domain.roles import Role
from county.models.settings import CountySettings
from county.models.staff import User
from policies_cms.models.home import HomePage
from search.models.synonyms import Synonym

pytestmark = pytest.mark.django_db
NAMES = ("policies", "guides", "services", "news", "standards", "publicity", "statistics")


def set_up(county="青川县", **options):
    out = StringIO()
    call_command("set_up", county=county, phone="0838-765-4321", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_an_empty_portal_answers_and_can_be_filled(client):
    told = set_up(admin="first")
    assert Site.objects.get().site_name == "青川县阳光低保"
    assert set(Group.objects.values_list("name", flat=True)) >= {role.value for role in Role}
    for address in (
        "/",
        "/policies/",
        "/guides/",
        "/services/",
        "/news/",
        "/standards/",
        "/publicity/",
        "/statistics/",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "明安县" not in page.content.decode(), address
        assert "0599" not in page.content.decode(), "a telephone that is not the county's"
        assert "0838-765-4321" in page.content.decode()
    assert "政策文件" in client.get("/search/", {"q": "政策文件"}).content.decode()
    signed_in = {"username": "first", "password": told["password"]}
    assert client.post(reverse("wagtailadmin_login"), signed_in).status_code == 302
    for name in ("area:add", "office:add", "wagtailusers_users:add", "standard:add"):
        assert client.get(reverse(name)).status_code == 200, name


def test_pages_need_a_second_person_from_the_start():
    set_up()
    home = HomePage.objects.get()
    assert home.get_workflow() is not None
    assert {page.get_workflow() for page in home.get_descendants()} == {home.get_workflow()}


def test_again_changes_nothing_that_staff_changed():
    set_up()
    Page.objects.filter(slug="policies").update(title="文件")
    Synonym.objects.all()[0].delete()
    before = Page.objects.count(), Synonym.objects.count()
    set_up(county="另一个县")
    assert (Page.objects.count(), Synonym.objects.count()) == before
    assert Page.objects.filter(slug="policies", title="文件").exists()
    assert CountySettings.load().county_name == "青川县"


def test_an_account_that_is_there_is_refused_and_nothing_is_half_done():
    set_up(admin="first")
    before = User.objects.get(username="first").password
    HomePage.objects.get().delete()
    with pytest.raises(CommandError, match="first"):
        set_up(admin="first")
    assert User.objects.get(username="first").password == before
    assert not HomePage.objects.exists()
