from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from county.models.settings import CountySettings
from county.pauses import client_address
from publicity.models.publications import NameKey, Publication, PublicationEntry
from publicity.namekeys import name_digest
from publicity.views import query
from tests.factories_publicity import HIDDEN_NAME, NAMES, published, village

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
        ("阿依古丽.买买提", "阿**"),
        ("阿依古丽．买买提", "阿**"),
        ("阿依古丽・买买提", "阿**"),
        (" 阿依 古丽 · 买买提 ", "阿**"),
        ("ＡＮＮＡ·Lee", "A**"),
        ("anna·lee", "A**"),
        ("王秀英\u200b", "王**"),
    ],
)
def test_a_full_name_finds_the_masked_entry(client, typed, shown):
    made = published(names=(*NAMES, "Anna·LEE"))
    answer = ask(client, typed, made.village)
    assert shown in text(answer)
    assert reverse("publicity:list", args=[made.pk]) in text(answer)
    assert typed.strip() not in text(answer)
    assert "600 元" in text(answer)


# Traditional and simplified forms are different characters: nothing is guessed.
@pytest.mark.parametrize(
    "typed", ["王秀", "王", "王**", "秀英", "李秀英", "李建國", "歐陽小明", "%", "_", "·", "\u200b"]
)
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
    told = [{name: value for name, value in answer.items() if name != "Expires"} for answer in (first, second)]
    assert told[0] == told[1]
    digests = {name: name_digest(village_code=made.village_id, name=name) for name in (HIDDEN_NAME, "张无名")}
    asked = [
        [query["sql"].replace(digests[name], "DIGEST") for query in captured.captured_queries]
        for captured, name in ((hidden, HIDDEN_NAME), (nobody, "张无名"))
    ]
    assert asked[0] == asked[1]
    assert any("DIGEST" in sql for sql in asked[0])


def test_not_found_says_what_it_means_and_where_to_ask(client):
    made = published()
    shown = text(ask(client, "张无名", made.village))
    assert reverse("publicity:list", args=[made.pk]) in shown
    for part in ("依法不得公开。", "各乡镇（街道）民政办公室", "0599-123-4567", "/services/"):
        assert part in shown, part


def test_a_village_without_an_open_list_says_so(client):
    assert "目前没有正在公示的名单" in text(ask(client, "张无名", village("前进村", "379901100299")))


def test_several_of_one_name_are_all_answered_and_nothing_more(client):
    made = published(names=("王秀英", "王秀英", "王秀芳"))
    shown = text(ask(client, "王秀英", made.village))
    assert shown.count("<h2>王**</h2>") == 2
    assert "王秀" not in shown
    assert "<input" not in shown


def test_one_person_on_two_lists_is_answered_with_both(client):
    first = published(stage="proposed")
    second = published()
    shown = text(ask(client, "王秀英", first.village))
    assert shown.count("<h2>王**</h2>") == 2
    assert reverse("publicity:list", args=[first.pk]) in shown
    assert reverse("publicity:list", args=[second.pk]) in shown


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


def test_a_large_county_asks_for_the_place_first(client, monkeypatch):
    monkeypatch.setattr(query, "ONE_LIST", 1)
    made = published()
    other = village("前进村", "379901100299")
    address = reverse("publicity:query")
    first = text(client.get(address))
    assert '<option value="西河镇向阳村">' in first
    assert f'href="{address}?township={made.village.parent_id}"' in first
    assert 'name="name"' not in first
    second = text(client.get(address, {"township": made.village.parent_id}))
    assert 'name="name"' in second
    for place in (made.village, other):
        assert f'<option value="{place.pk}">' in second
    named = text(client.get(address, {"place": "西河镇 向阳村"}))
    assert f'<option value="{made.village_id}" selected>' in named
    several = text(client.get(address, {"place": "村"}))
    assert f'href="{address}?village={other.pk}"' in several
    assert "没有村" in text(client.get(address, {"place": "不存在"}))
    wrong = text(client.post(address, {"township": made.village.parent_id, "village": other.pk}))
    assert f'<option value="{other.pk}" selected>' in wrong


@pytest.mark.parametrize("code", ["x", "999999999999", "379901000000", "', --", "٣", "\x00"])
def test_an_address_with_nonsense_still_shows_the_form(client, code):
    published()
    for name in ("village", "township"):
        assert 'name="name"' in text(client.get(reverse("publicity:query"), {name: code}))


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


def test_only_the_fields_of_its_list_are_answered(client):
    made = published()
    assert "家庭人口" in text(ask(client, "王秀英", made.village))
    Publication.objects.filter(pk=made.pk).update(fields=["name", "village", "amount"])
    shown = text(ask(client, "王秀英", made.village))
    assert "600 元" in shown
    assert "家庭人口" not in shown
    assert "None" not in shown


def test_a_row_that_was_hidden_is_not_answered(client):
    made = published()
    PublicationEntry.everything.filter(publication=made, number=1).update(hidden_on=made.published_on)
    assert NOT_FOUND in text(ask(client, "王秀英", made.village))
