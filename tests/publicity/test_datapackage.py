"""The table of a list is a Frictionless data package; a spreadsheet takes no cell for a formula."""

import json
from hashlib import sha256

import pytest
from django.urls import reverse
from frictionless import Package, Resource, system

from county.spreadsheets import FORMULA_STARTS
from publicity.list_files import table
from publicity.models.publications import PublicationEntry
from tests.factories_publicity import HIDDEN_NAME, NAMES, published, village

pytestmark = pytest.mark.django_db


def package_of(client, made):
    response = client.get(reverse("publicity:list_datapackage", args=[made.pk]))
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, noarchive"
    return json.loads(response.content)


def stored(client, made, folder):
    """The package beside its table, as somebody who took both away has them."""
    told = package_of(client, made)
    (resource,) = told["resources"]
    content = client.get(resource["path"].removeprefix("http://127.0.0.1:8000")).content
    (folder / "rows.csv").write_bytes(content)
    resource["path"] = "rows.csv"
    (folder / "datapackage.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return told, content


def report(folder):
    with system.use_context(trusted=True):
        return Package(str(folder / "datapackage.json")).validate()


@pytest.mark.parametrize("stage", ["proposed", "long-term"])
def test_the_package_describes_the_table(client, tmp_path, stage):
    made = published(stage=stage)
    told, content = stored(client, made, tmp_path)
    found = report(tmp_path)
    assert found.valid, found.flatten(["rowNumber", "fieldName", "type", "message"])
    (resource,) = told["resources"]
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
    assert len(Resource(path=str(tmp_path / "rows.csv")).read_rows()) == 4
    assert told["licenses"]
    assert told["sources"][0]["title"] == made.issuer


@pytest.mark.parametrize(
    ("old", "new"),
    [("600.00", "sechshundert"), ("1,王**", "1,王秀英"), ("B类", "B"), ("1,王**", ",王**"), ("2,李**", "1,李**")],
)
def test_a_table_that_was_changed_is_not_valid(client, tmp_path, old, new):
    _told, content = stored(client, published(), tmp_path)
    changed = content.replace(old.encode(), new.encode(), 1)
    assert changed != content
    (tmp_path / "rows.csv").write_bytes(changed)
    assert not report(tmp_path).valid


def test_a_village_with_nobody_to_show_has_an_empty_table(client, tmp_path):
    made = published(names=(), hidden=(HIDDEN_NAME,), place=village("前进村", "379901100299"))
    stored(client, made, tmp_path)
    assert report(tmp_path).valid


def test_names_are_masked_in_it(client):
    told = json.dumps(package_of(client, published()), ensure_ascii=False)
    for name in (*NAMES, HIDDEN_NAME):
        assert name not in told


def test_it_goes_with_the_list(client, settings):
    made = published(stage="proposed")
    settings.PORTAL_TODAY = "2026-11-28"
    assert client.get(reverse("publicity:list_datapackage", args=[made.pk])).status_code == 410
    assert client.get(reverse("publicity:list_datapackage", args=["doesnotexi"])).status_code == 404


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_is_a_formula(start):
    made = published()
    PublicationEntry.objects.filter(publication=made, number=1).update(name_masked=f"{start}cmd**")
    rows = table(made)
    assert rows.startswith(b"\xef\xbb\xbf")
    assert f"'{start}cmd**".encode() in rows
