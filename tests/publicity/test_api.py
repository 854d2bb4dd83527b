"""/api/v1/: what the page shows and nothing more, with the ledger's checkpoint, for programs of anybody."""

import base64
import json
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from publicity.actions.closing import close_due_lists
from publicity.actions.ledger import append_entry, publish_checkpoint
from publicity.actions.publishing import publish_list
from publicity.api import http
from publicity.api.changes import ACTIONS
from publicity.domain import checkpoint, merkle
from publicity.domain.rows_root import from_text, leaf_hash, to_text
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import Publication
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, people, published, roster, village

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


def get(client, path, status=200, **headers):
    response = client.get(f"{ROOT}{path}", **headers)
    assert response.status_code == status, response.content
    return response


def data(client, path, status=200):
    return json.loads(get(client, path, status).content)


@pytest.fixture
def signed():
    """A proposed and a long-term list of one village, another's, and a signed ledger."""
    first = published(stage="proposed")
    second = published()
    other = published(place=village("前进村", "379901100299"))
    publish_checkpoint()
    return first, second, other


def test_lists_come_newest_first_with_the_checkpoint(client, signed):
    told = data(client, "/lists")
    assert [item["id"] for item in told["lists"]] == [item.pk for item in reversed(signed)]
    note = client.get("/ledger/checkpoint").content.decode()
    assert told["checkpoint"]["note"] == note
    read = checkpoint.parse_checkpoint(checkpoint.parse_note(note)[0])
    assert (told["checkpoint"]["size"], told["checkpoint"]["root"]) == (read.size, to_text(read.root))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stage=proposed", [0]),
        ("stage=long-term", [2, 1]),
        ("area=379901100200", [1, 0]),
        ("area=379901100000", [2, 1, 0]),
        ("area=379901000000", [2, 1, 0]),
        ("area=379901100999", []),
        ("period=2026-11", [2, 1, 0]),
        ("period=2026-10", []),
        ("programme=dibao&stage=proposed&area=379901100299", []),
        ("open=false", []),
    ],
)
def test_filters(client, signed, query, found):
    assert [item["id"] for item in data(client, f"/lists?{query}")["lists"]] == [signed[at].pk for at in found]


def test_pages_are_walked_by_cursor(client, signed):
    seen, path = [], "/lists?limit=1&stage=long-term"
    response = get(client, path)
    while True:
        told = json.loads(response.content)
        seen += [item["id"] for item in told["lists"]]
        if told["next"] is None:
            break
        link = response["Link"].partition(">")[0].lstrip("<")
        assert f"cursor={told['next']}" in link
        assert "stage=long-term" in link
        response = client.get(link.removeprefix("http://127.0.0.1:8000"))
    assert seen == [signed[2].pk, signed[1].pk]


def test_a_list_has_the_rows_of_the_page_and_the_proof(client, signed):
    told = data(client, f"/lists/{signed[1].pk}")
    assert [row["name"] for row in told["rows"]] == ["王**", "李**", "欧阳**", "阿**"]
    assert told["state"] == "open"
    for name in (*NAMES, HIDDEN_NAME):
        assert name not in json.dumps(told, ensure_ascii=False)
    entry = told["proof"]["entry"].encode()
    assert json.loads(entry)["rows_root"] == told["ledger"]["rows_root"] == signed[1].rows_root
    _version, place, *path = told["proof"]["proof"].partition("\n\n")[0].split("\n")
    assert merkle.verify_inclusion(
        leaf=merkle.leaf_hash(entry),
        index=int(place.removeprefix("index ")),
        size=told["checkpoint"]["size"],
        proof=[base64.b64decode(line) for line in path],
        expected_root=from_text(told["checkpoint"]["root"]),
    )
    leaves = json.loads(client.get(told["files"]["json"].removeprefix("http://127.0.0.1:8000")).content)["ledger"][
        "leaves"
    ]
    for row in told["rows"]:
        salt = from_text(row.pop("salt"))
        assert to_text(leaf_hash(salt, row)) in leaves


def test_a_closed_list_is_numbers_only(client, settings, signed):
    settings.PORTAL_TODAY = "2026-12-05"
    close_due_lists(today=date(2026, 12, 5))
    told = data(client, f"/lists/{signed[0].pk}")
    assert (told["rows"], told["files"], told["state"]) == (None, None, "closed")
    assert told["shown"]["households"] == 4
    assert signed[0].pk not in {item["id"] for item in data(client, "/lists")["lists"]}
    assert [item["id"] for item in data(client, "/lists?open=false")["lists"]] == [signed[0].pk]
    assert "**" not in get(client, "/lists?open=false").content.decode()


def test_a_list_that_is_still_to_open_is_not_there(client, settings, signed):
    settings.PORTAL_TODAY = "2026-11-19"
    assert data(client, "/lists")["lists"] == []
    assert data(client, "/lists?open=false")["lists"] == []
    get(client, f"/lists/{signed[0].pk}", 404)


def test_a_replaced_version_is_told_with_its_successor(client, signed):
    hands = people()
    roster(village=signed[1].village, by=hands.clerk, names=NAMES[:2])
    newer = publish_list(
        stage="long-term",
        period="2026-11",
        village=signed[1].village,
        by=hands.county,
        today=TODAY,
        reason_code="correction",
    )
    publish_checkpoint()
    told = data(client, f"/lists/{newer.pk}")
    assert (told["version"], told["replaces"], told["reason"]) == (2, signed[1].pk, "correction")
    assert data(client, f"/lists/{signed[1].pk}")["state"] == "replaced"
    assert data(client, f"/lists/{signed[1].pk}")["rows"] is None


def test_changes_come_in_the_ledgers_order_and_go_on_from_next(client, settings, signed):
    first = data(client, "/changes")
    assert [item["index"] for item in first["changes"]] == list(range(len(first["changes"])))
    told = [item for item in first["changes"] if item["type"] == "list"]
    assert [(item["list"], item["action"]) for item in told] == [(item.pk, "fetch") for item in signed]
    assert told[0]["url"] == f"http://127.0.0.1:8000{ROOT}/lists/{signed[0].pk}"
    assert data(client, f"/changes?since={first['next']}")["changes"] == []
    settings.PORTAL_TODAY = "2026-12-05"
    close_due_lists(today=date(2026, 12, 5))
    publish_checkpoint()
    then = data(client, f"/changes?since={first['next']}")
    assert [(item["type"], item["list"], item["action"]) for item in then["changes"]] == [
        ("close", signed[0].pk, "drop-rows")
    ]
    leaf = bytes(LedgerEntry.objects.get(index=then["next"]).leaf).decode()
    assert then["changes"][0]["entry"] == leaf
    assert then["checkpoint"]["size"] == then["next"] + 1


def test_what_is_not_signed_yet_is_not_told(client, signed):
    before = data(client, "/changes")
    published(place=village("东风村", "379901100298"))
    assert data(client, "/changes")["changes"] == before["changes"]
    publish_checkpoint()
    assert len(data(client, "/changes")["changes"]) == len(before["changes"]) + 1


def test_long_changes_are_paged(client, signed, monkeypatch):
    monkeypatch.setattr("publicity.api.changes.PAGE", 2)
    seen, since, more = [], -1, True
    while more:
        told = data(client, f"/changes?since={since}")
        seen += [item["index"] for item in told["changes"]]
        since, more = told["next"], told["more"]
    assert seen == list(range(LedgerEntry.objects.count()))


def test_every_act_on_a_list_tells_a_mirror_what_to_do():
    assert {kind for kind, action in ACTIONS.items() if action == "drop-rows"} == {
        "close",
        "early-end",
        "withdraw",
        "pause",
    }


def test_an_unknown_entry_about_a_list_is_fetched_again(client, signed):
    append_entry(body={"type": "something-new", "list": signed[0].pk, "day": "2026-11-20"})
    append_entry(body={"type": "something-else", "day": "2026-11-20"})
    publish_checkpoint()
    told = data(client, "/changes")["changes"][-2:]
    assert [(item["action"], bool(item["url"])) for item in told] == [("fetch", True), ("nothing", False)]


def test_before_the_first_signature_there_is_no_checkpoint(client):
    assert data(client, "/lists") == {"lists": [], "next": None, "checkpoint": None}
    assert data(client, "/changes")["checkpoint"] is None


@pytest.mark.parametrize("path", ["/lists", "/changes", "/openapi.json", "/lists/{pk}"])
def test_what_has_not_changed_is_not_sent_again(client, signed, path):
    path = path.replace("{pk}", signed[1].pk)
    first = get(client, path)
    assert first["Cache-Control"] == "public, no-cache"
    again = get(client, path, 304, headers={"If-None-Match": first["ETag"]})
    assert again.content == b""
    assert get(client, path, headers={"If-None-Match": '"other"'}).content == first.content
    head = client.head(f"{ROOT}{path}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])


def test_a_closing_changes_the_validator(client, settings, signed):
    tag = get(client, f"/lists/{signed[0].pk}")["ETag"]
    settings.PORTAL_TODAY = "2026-12-05"
    assert b"**" not in get(client, f"/lists/{signed[0].pk}", headers={"If-None-Match": tag}).content


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/lists?period=2026", 422, "2026-11"),
        ("/lists?area=12", 422, "十二位"),
        ("/lists?stage=x", 422, "long-term"),
        ("/lists?limit=0", 422, "200"),
        ("/changes?since=x", 422, "账本"),
        ("/lists/doesnotexi", 404, "没有"),
        ("/lists/DROP", 422, "十位"),
        ("/nothing/here", 404, "没有"),
        ("/", 404, "没有"),
        ("/docs", 404, "没有"),
    ],
)
def test_problems_are_said_in_chinese(client, path, status, told):
    response = get(client, path, status)
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert problem["status"] == status
    assert told in json.dumps(problem, ensure_ascii=False)
    assert "DROP" not in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, signed, method):
    for path in ("/lists", f"/lists/{signed[0].pk}", "/changes", "/openapi.json", "/nothing"):
        response = getattr(client, method)(f"{ROOT}{path}")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert Publication.objects.count() == 3


def test_any_sites_script_may_read_and_nobody_gets_a_cookie(client, signed):
    client.cookies["sessionid"] = "anything"
    for path in ("/lists", "/changes", "/openapi.json", f"/lists/{signed[0].pk}"):
        response = get(client, path, headers={"Origin": "https://example.org"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["X-Robots-Tag"] == "noindex, noarchive"
    asked = client.options(f"{ROOT}/lists")
    assert asked.status_code == 204
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]


def test_there_is_a_polite_limit(client, monkeypatch):
    monkeypatch.setattr(http, "READS_A_WINDOW", 3)
    for _ in range(3):
        get(client, "/lists")
    paused = get(client, "/lists", 429)
    assert 0 < int(paused["Retry-After"]) <= 600
    assert "秒" in paused.content.decode()
    assert get(client, "/lists", REMOTE_ADDR="203.0.113.5")
    assert "127.0.0.1" not in repr(cache._cache)


def test_the_description_is_whole_and_loads_no_script(client):
    told = data(client, "/openapi.json")
    assert {f"{ROOT}/lists", f"{ROOT}/lists/{{list_id}}", f"{ROOT}/changes"} <= set(told["paths"])
    assert "cdn" not in json.dumps(told).lower()
    for operations in told["paths"].values():
        assert set(operations) == {"get"}


def test_the_address_of_the_api_moves_with_the_prefix():
    assert reverse("publicity-api:api-root") == f"{ROOT}/"
