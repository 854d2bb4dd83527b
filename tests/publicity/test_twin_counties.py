"""Two counties that differ only in protected households look the same from outside, on every page and in the ledger.

And what a county made by the actions themselves tells is handed to the attacker of tests/attack.py.
"""

import re
from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from county.models.areas import Area
from county.panels import home_panels
from publicity.actions.reasons import give_reasons, release_reasons
from publicity.actions.removing import remove_roster_rows
from publicity.actions.schedules import log_schedule
from publicity.actions.totals import release_totals
from publicity.models.change_reasons import HouseholdChange
from publicity.models.changes import TownshipReasons, VillageChange
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import Publication, PublicationEntry
from publicity.models.rosters import RosterRow
from publicity.models.schedules import AreaTotal
from tests.attack import Public, Truth, found_out
from tests.factories_county import AreaFactory
from tests.factories_publicity import people, village
from tests.publicity.test_changes import AFTER, DAYS, publish

pytestmark = pytest.mark.django_db
MONTHS = ("2026-10", "2026-11")
VILLAGES = ("379901100200", "379901100201", "379901200200", "379901200201")
DIGEST = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass
class County:
    """Protected households by village and month; `gone` become protected, or leave, as the world has it."""

    protected: tuple[tuple[int, int, int, int], tuple[int, int, int, int]]
    becomes_protected: bool
    truth: Truth = field(default_factory=lambda: Truth({}, {}, {}, {}))

    def build(self) -> None:
        hands = people()
        places = self.areas()
        for period in MONTHS:
            log_schedule(period=period, today=DAYS[period].replace(day=1))
        for month, period in enumerate(MONTHS):
            for at, place in enumerate(places):
                shown = {f"{place.pk}{n}": 300 + 50 * ((n + month) % 2) for n in range(14 - 2 * month)}
                hidden = {f"{place.pk}p{n}": 300 for n in range(self.protected[month][at])}
                if month and self.becomes_protected and at == 0:
                    hidden[f"{place.pk}13"] = 300
                publish(place, period, shown, hidden)
                self.note(place.pk, month, len(hidden))
            release_totals(period=period, today=AFTER)
        own = HouseholdChange.objects.filter(change__publication__village__parent="379901100000")
        give_reasons(households=list(own.values_list("pk", flat=True)), reason="other", by=hands.township)
        for township in Area.objects.townships():
            release_reasons(township=township, period="2026-11", by=hands.county, today=AFTER)

    def note(self, code: str, month: int, hidden: int) -> None:
        self.truth.households[code, month], self.truth.persons[code, month] = hidden, 2 * hidden
        if month:
            first = code == VILLAGES[0]
            self.truth.became[code, month] = int(first and self.becomes_protected)
            self.truth.ceased[code, month] = 0

    @staticmethod
    def areas() -> list[Area]:
        places = [village(), village("新河村", VILLAGES[1])]
        other = AreaFactory(code="379901200000", name="青山乡", kind="township", parent_id="379901000000")
        names = (("山口村", VILLAGES[2]), ("石佛村", VILLAGES[3]))
        return places + [AreaFactory(code=code, name=name, parent=other) for name, code in names]


def addresses() -> list[str]:
    """Everything that anyone can open."""
    found = [reverse("publicity:index"), reverse("publicity:feed"), "/api/v1/lists", "/api/v1/changes?since=0"]
    found += [reverse("publicity:area", args=[area.pk]) for area in Area.objects.exclude(kind="county")]
    for name in ("coverage", "coverage_svg", "changes"):
        address = reverse(f"publicity:{name}")
        found += [
            address,
            *(f"{address}?{query}" for query in ("month=2026-10", "township=379901200000", "stage=proposed")),
        ]
    for pk in Publication.objects.order_by("ledger_index").values_list("pk", flat=True):
        found += [reverse(f"publicity:{name}", args=[pk]) for name in ("list", "list_json", "list_csv")]
        found.append(f"/api/v1/lists/{pk}")
    return found


def plain(text: str, names: dict[str, str]) -> str:
    """Without what is drawn at random: keys of lists and rows, hashes and salts."""
    for random, name in names.items():
        text = text.replace(random, name)
    return DIGEST.sub("HASH", text)


def seen(client, county: County) -> dict[str, str]:
    """All that the public can read of a county, which is gone afterwards."""
    cache.clear()
    mark = transaction.savepoint()
    county.build()
    lists = list(Publication.objects.order_by("ledger_index"))
    names = {item.pk: f"list{at}" for at, item in enumerate(lists)}
    names |= {item.short_hash: f"short{at}" for at, item in enumerate(lists)}
    rows = PublicationEntry.objects.order_by("publication__ledger_index", "number").values_list("pk", flat=True)
    names |= {pk: f"row{at}" for at, pk in enumerate(rows)}
    pages = {}
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code in (200, 404, 410), address
        pages[plain(address, names)] = f"{answer.status_code} {plain(answer.content.decode(), names)}"
    for panel in home_panels(RequestFactory().get("/")):
        pages[panel.template] = plain(
            render_to_string(panel.template, {"panel": panel.context, **panel.context}), names
        )
    for entry in LedgerEntry.objects.order_by("index"):
        pages[f"ledger {entry.index}"] = plain(bytes(entry.leaf).decode(), names)
    transaction.savepoint_rollback(mark)
    return pages


ONE = County(protected=((9, 5, 0, 1), (8, 5, 2, 1)), becomes_protected=True)
OTHER = County(protected=((1, 3, 8, 3), (1, 3, 8, 3)), becomes_protected=False)


def test_protected_households_change_nothing_that_anyone_can_read(client, settings):
    settings.PORTAL_TODAY = AFTER.isoformat()
    one, other = seen(client, ONE), seen(client, OTHER)
    assert one.keys() == other.keys()
    assert [address for address in one if one[address] != other[address]] == []
    assert any("连同依法不公开的共" in page for page in one.values())  # the county's total is out in both


def test_the_comparison_sees_a_difference(client, settings):
    settings.PORTAL_TODAY = AFTER.isoformat()
    more = County(protected=((9, 5, 0, 12), (8, 5, 2, 12)), becomes_protected=True)
    assert seen(client, ONE) != seen(client, more)


def public_numbers() -> Public:
    """As an attacker copies them from the pages."""
    tree = dict(Area.objects.values_list("pk", "parent"))
    public = Public(tree, len(MONTHS), {})
    for item in Publication.objects.current():
        at = item.village_id, MONTHS.index(item.period)
        public.shown[at], public.shown_persons[at] = item.shown_households, item.shown_persons
    for change in VillageChange.objects.select_related("publication"):
        at = change.publication.village_id, MONTHS.index(change.publication.period)
        public.new[at], public.left[at] = change.new, change.left
    for total in AreaTotal.objects.all():
        public.totals[total.area_id, MONTHS.index(total.period)] = total.households, total.persons
    for reasons in TownshipReasons.objects.all():
        public.reasons[reasons.township_id, MONTHS.index(reasons.period)] = reasons.cells["left"]
    return public


@pytest.mark.parametrize("county", [ONE, OTHER, County(((30, 5, 0, 12), (18, 5, 20, 12)), becomes_protected=True)])
def test_the_attacker_learns_nothing_from_a_county_made_by_the_actions(county):
    county.build()
    public = public_numbers()
    assert public.totals
    truth = county.truth
    for (township, month), cells in public.reasons.items():
        left = sum(public.left[code, month] for code in public.villages(township))
        truth.reasons[township, month] = dict.fromkeys(cells, 0) | {"other": left}
    assert found_out(public, truth) == []


def test_a_total_is_told_once_and_only_of_a_closed_and_complete_month():
    places = County.areas()
    for place in places[:3]:
        publish(place, "2026-10", {"a": 300}, {f"p{n}": 300 for n in range(9)})
    assert release_totals(period="2026-10", today=DAYS["2026-10"]) == []  # not over yet
    told = release_totals(period="2026-10", today=AFTER)
    assert [item.area_id for item in told] == ["379901100000"]  # 石佛村 is missing: no county, no 青山乡
    publish(places[3], "2026-10", {"a": 300}, {f"p{n}": 300 for n in range(9)})
    assert release_totals(period="2026-10", today=AFTER) == []
    assert AreaTotal.objects.count() == 1


def test_an_erased_household_does_not_falsify_the_total():
    (place,) = County.areas()[:1]
    publish(place, "2026-10", {"a": 300, "b": 300}, {f"p{n}": 300 for n in range(12)})
    Area.objects.villages().exclude(pk=place.pk).delete()
    remove_roster_rows(RosterRow.objects.filter(certificate__in=["a", "p0"]))
    (told,) = release_totals(period="2026-10", today=AFTER)
    assert (told.area_id, told.households, told.persons, told.amount) == ("379901000000", 14, 28, 4200)
    assert (told.shown_households, told.shown_persons) == (2, 4)
