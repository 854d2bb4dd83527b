from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from county.models.settings import CountySettings
from publicity import limits
from publicity.limits import QUERIES_A_WINDOW, client_address
from publicity.models.publications import NameKey
from publicity.namekeys import name_digest
from tests.factories_publicity import HIDDEN_NAME, published, village

pytestmark = pytest.mark.django_db
NOT_FOUND = "未在正在公示的名单中找到"


def ask(client, name, place, **headers):
    return client.post(reverse("publicity:query"), {"village": place.pk, "name": name}, **headers)


def text(response):
    return unescape(response.content.decode())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("王秀英", "王**"),
        (" 王 秀英　", "王**"),
        ("欧阳小明", "欧阳**"),
        ("阿依古丽•买买提", "阿**"),
    ],
)
def test_a_full_name_finds_the_masked_entry(client, typed, shown):
    made = published()
    answer = ask(client, typed, made.village)
    assert shown in text(answer)
    assert reverse("publicity:list", args=[made.pk]) in text(answer)
    assert typed.strip() not in text(answer)
    assert "600 元" in text(answer)


@pytest.mark.parametrize("typed", ["王秀", "王", "王**", "秀英", "李秀英", "%", "_"])
def test_part_of_a_name_finds_nothing(client, typed):
    assert NOT_FOUND in text(ask(client, typed, published().village))


def test_a_name_is_found_in_its_village_only(client):
    published()
    assert NOT_FOUND in text(ask(client, "王秀英", village("前进村", "379901100299")))


def test_a_protected_person_is_answered_as_if_on_no_list(client, django_assert_max_num_queries):
    made = published()
    with django_assert_max_num_queries(8) as hidden:
        first = ask(client, HIDDEN_NAME, made.village)
    with django_assert_max_num_queries(8) as nobody:
        second = ask(client, "张无名", made.village)
    assert first.content == second.content
    assert [query["sql"].split("WHERE")[0] for query in hidden.captured_queries] == [
        query["sql"].split("WHERE")[0] for query in nobody.captured_queries
    ]


def test_several_of_one_name_are_all_answered_and_nothing_more(client):
    made = published(names=("王秀英", "王秀英", "王秀芳"))
    assert text(ask(client, "王秀英", made.village)).count("<h2>王**</h2>") == 2


def test_the_answer_leaves_no_trace(client):
    answer = ask(client, "王秀英", published().village)
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert "王秀英" not in repr(cache._cache)


def test_it_needs_no_token():
    made = published()
    client = Client(enforce_csrf_checks=True)
    assert ask(client, "王秀英", made.village).status_code == 200


def test_the_form_groups_villages_by_township(client):
    published()
    shown = text(client.get(reverse("publicity:query")))
    assert '<optgroup label="西河镇">' in shown
    assert "西河镇向阳村" in shown


def test_what_is_missing_is_said(client):
    published()
    answer = client.post(reverse("publicity:query"), {})
    assert answer.status_code == 422
    assert 'href="#id_village"' in text(answer)
    assert 'href="#id_name"' in text(answer)


def test_switched_off_it_points_to_window_and_phone(client):
    made = published()
    county = CountySettings.load()
    county.query_enabled = False
    county.save()
    for answer in (client.get(reverse("publicity:query")), ask(client, "王秀英", made.village)):
        assert "0599-123-4567" in text(answer)
        assert "王**" not in text(answer)


def test_after_many_queries_there_is_a_polite_pause(client, monkeypatch):
    place = published().village
    for _ in range(QUERIES_A_WINDOW):
        assert ask(client, "王秀英", place).status_code == 200
    paused = ask(client, "王秀英", place)
    assert paused.status_code == 429
    assert 0 < int(paused["Retry-After"]) <= limits.WINDOW_SECONDS
    assert "0599-123-4567" in text(paused)
    assert ask(client, "王秀英", place, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert "127.0.0.1" not in repr(cache._cache)
    later = limits.time.time() + limits.WINDOW_SECONDS
    monkeypatch.setattr(limits.time, "time", lambda: later)
    assert ask(client, "王秀英", place).status_code == 200


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "address"),
    [
        ("198.51.100.7", "203.0.113.9", [], "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9", ["10.0.0.1"], "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9", ["10.0.0.0/8"], "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", ["10.0.0.0/8"], "203.0.113.9"),
        ("10.0.0.1", "", ["10.0.0.1"], "10.0.0.1"),
        ("2001:db8::1", "", [], "2001:db8::/64"),
        ("2001:db8::ffff", "", [], "2001:db8::/64"),
        ("", "", [], ""),
    ],
)
def test_only_trusted_proxies_are_believed(rf, settings, remote, forwarded, trusted, address):
    settings.PORTAL_TRUSTED_PROXIES = trusted
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(rf.get("/", REMOTE_ADDR=remote, headers=headers)) == address


def test_the_index_of_names_is_keyed(settings, tmp_path):
    made = published()
    digest = name_digest(village_code=made.village_id, name="王秀英")
    assert NameKey.objects.filter(digest=digest).exists()
    settings.PORTAL_DATA = tmp_path / "another county"
    assert name_digest(village_code=made.village_id, name="王秀英") != digest
