"""Doors that must not lead elsewhere: short links, media, Wagtail's sign-in for readers, kinds of offices."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from county.models.links import ShortLink
from tests.factories_county import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "///evil.example"])
def test_a_short_link_never_leads_to_another_site(client, path):
    link = ShortLink(code="abc234", path=path, title="x")
    with pytest.raises(ValidationError):
        link.full_clean()
    link.save()
    assert client.get(reverse("county:follow", args=["abc234"])).status_code == 404


def test_a_short_link_leads_within_the_site(client):
    link = ShortLink(code="abc234", path="/tip/?view=large", title="x")
    link.full_clean()
    link.save()
    assert client.get(reverse("county:follow", args=["abc234"])).url == "/tip/?view=large"


def test_media_serves_images_alone(client, settings):
    for folder in ("images", "documents"):
        Path(settings.MEDIA_ROOT, folder).mkdir(parents=True, exist_ok=True)
        Path(settings.MEDIA_ROOT, folder, "one.png").write_bytes(b"x")
    assert client.get("/media/images/one.png").status_code == 200
    assert client.get("/media/images/../documents/one.png").status_code == 404


def test_the_readers_sign_in_sets_no_cookie(client):
    answer = client.get("/_util/login/")
    assert (answer.url, dict(answer.cookies)) == (reverse("wagtailadmin_login"), {})


def test_the_kind_of_an_office_stays(db):
    office = OfficeFactory(kind="township")
    office.phone = "1"
    office.full_clean()
    office.kind = "discipline"
    with pytest.raises(ValidationError):
        office.full_clean()
