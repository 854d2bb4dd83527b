"""Nobody tries names one after another; nobody's address is kept; one person can't use up what all may ask."""

from html import unescape

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from county import pauses
from county.models.settings import CountySettings
from county.pauses import QUERIES_A_WINDOW
from tests.factories_publicity import published, village

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that stands at the beginning of a window, an hour and a day until a test moves it."""

    class Clock:
        now = 1_795_046_400.0

        def time(self):
            return self.now

    moved = Clock()
    monkeypatch.setattr(pauses, "time", moved)
    return moved


@pytest.fixture
def place():
    return published().village


def set_limits(*, village_hour=60, county_hour=1500):
    county = CountySettings.load()
    county.query_village_hour, county.query_county_hour = village_hour, county_hour
    county.save()


def ask(client, place, address="198.51.100.1"):
    data = {"village": place.pk, "name": "张无名"}
    return client.post(reverse("publicity:query"), data, REMOTE_ADDR=address)


def address(number):
    return f"203.0.{number // 250}.{number % 250 + 1}"


def test_one_connection_pauses_and_others_go_on(client, place, clock):
    for _ in range(QUERIES_A_WINDOW):
        assert ask(client, place).status_code == 200
    paused = ask(client, place)
    assert paused.status_code == 429
    assert paused["Retry-After"] == "600"
    assert "0599-123-4567" in unescape(paused.content.decode())
    assert "no-store" in paused["Cache-Control"]
    assert ask(client, place, "203.0.113.9").status_code == 200
    clock.now += pauses.WINDOW_SECONDS
    assert ask(client, place).status_code == 200


def test_what_was_sent_wrong_counts_too(client, place):
    for _ in range(QUERIES_A_WINDOW):
        assert client.post(reverse("publicity:query"), {}).status_code == 422
    assert client.post(reverse("publicity:query"), {}).status_code == 429


def test_the_cache_keeps_no_address_and_no_name(client, place):
    ask(client, place, "203.0.113.77")
    kept = repr(cache._cache)
    assert "203.0.113" not in kept
    assert "张无名" not in kept
    assert "query-key" in kept


def test_the_key_that_hides_addresses_is_another_in_the_next_window(client, place, clock):
    ask(client, place)
    before = set(cache._cache)
    clock.now += pauses.WINDOW_SECONDS
    ask(client, place)
    counters = [key for key in set(cache._cache) - before if "query:" in key]
    assert len(counters) == 2  # the connection, and the connection about the village: both under the new key


def test_beyond_a_villages_hour_each_connection_is_answered_once(client, place):
    set_limits(village_hour=3)
    assert [ask(client, place).status_code for _ in range(4)] == [200, 200, 200, 429]
    late = ask(client, place, address(7))
    assert late.status_code == 200
    again = ask(client, place, address(7))
    assert again.status_code == 429
    assert "很多地方" in unescape(again.content.decode())
    assert ask(client, village("前进村", "379901100299")).status_code == 200


def test_many_connections_together_can_not_walk_through_a_village(client, place, clock):
    set_limits(village_hour=3)
    answered = [ask(client, place, address(n)).status_code for n in range(20)].count(200)
    assert answered == 3 * pauses.HARD
    clock.now += pauses.HOUR_SECONDS
    assert ask(client, place, address(0)).status_code == 200


def test_a_villages_day_has_an_end(client, place, clock):
    set_limits(village_hour=2)
    answered = 0
    for hour in range(12):
        answered += [ask(client, place, address(hour * 10 + n)).status_code for n in range(10)].count(200)
        clock.now += pauses.HOUR_SECONDS
    assert answered == 2 * pauses.BUSY_HOURS
    clock.now += pauses.DAY_SECONDS
    assert ask(client, place).status_code == 200


def test_the_whole_county_has_an_hour_too(client, place):
    set_limits(county_hour=4)
    places = [place, *(village(f"第{n}村", f"3799011004{n:02d}") for n in range(12))]
    answered = [ask(client, each, address(n)).status_code for n, each in enumerate(places)].count(200)
    assert answered == 4 * pauses.HARD


def test_a_refusal_uses_up_nothing_of_the_village(client, place):
    """Whoever is over the own limit can't keep the others out by going on."""
    for _ in range(QUERIES_A_WINDOW * 4):
        ask(client, place)
    assert cache.get(pauses._windowed(f"query-village:{place.pk}", pauses.HOUR_SECONDS)) == QUERIES_A_WINDOW


def test_a_counter_that_the_cache_dropped_begins_anew(monkeypatch, client, place):
    def gone(name):
        raise ValueError(name)

    monkeypatch.setattr(pauses.cache, "incr", gone)
    assert ask(client, place).status_code == 200


@pytest.mark.parametrize(("name", "value"), [("query_village_hour", 9), ("query_county_hour", 0)])
def test_a_limit_can_not_be_set_so_low_that_nobody_may_ask(name, value):
    """Who wants no questions on the web switches them off, and the page says so."""
    county = CountySettings.load()
    county.full_clean()
    setattr(county, name, value)
    with pytest.raises(ValidationError, match=name):
        county.full_clean()
