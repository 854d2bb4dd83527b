"""What changed from month to month: four numbers of shown rows, reasons in cells of ten, nobody named or given away."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from county.domain.roles import Role
from county.models.areas import Area
from county.models.audit import AuditEntry
from publicity.actions.errors import NotAllowed
from publicity.actions.publishing import publish_list
from publicity.actions.reasons import AlreadyReleased, NotClosed, NothingChanged, give_reasons, release_reasons
from publicity.actions.removing import remove_roster_rows
from publicity.domain.changes import ChangeReason
from publicity.models.change_reasons import HouseholdChange
from publicity.models.changes import TownshipReasons, VillageChange
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import Publication
from publicity.models.rosters import RosterRow, VillageRoster
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory
from tests.factories_publicity import people, standard, village
from tests.factories_rosters import RosterImportFactory, RosterRowFactory, VillageRosterFactory

pytestmark = pytest.mark.django_db
PERIODS = ("2026-09", "2026-10", "2026-11")
DAYS = {"2026-09": date(2026, 9, 20), "2026-10": date(2026, 10, 20), "2026-11": date(2026, 11, 20)}
AFTER = date(2026, 12, 2)


def publish(place: Area, period: str, amounts: dict[str, int], protected: dict[str, int] | None = None, **options):
    """A list of households by certificate, with some that are protected."""
    hands = people()
    standard()
    hidden = protected or {}
    old = VillageRoster.objects.filter(village=place, period=period)
    version = old.count() + 1
    old.update(is_current=False)
    made = VillageRosterFactory(
        roster_import=RosterImportFactory(period=period, uploaded_by=hands.clerk),
        village=place,
        version=version,
        households=len(amounts) + len(hidden),
        persons=2 * (len(amounts) + len(hidden)),
        amount=sum(amounts.values()) + sum(hidden.values()),
        suppressed_households=len(hidden),
    )
    for certificate, amount in [*amounts.items(), *hidden.items()]:
        RosterRowFactory(
            roster=made, certificate=certificate, amount=amount, head_name="王秀英", confidential=certificate in hidden
        )
    return publish_list(stage="long-term", period=period, village=place, by=hands.county, today=DAYS[period], **options)


def numbers(publication: Publication) -> tuple[int, int, int, int]:
    found = VillageChange.objects.get(publication=publication)
    return found.new, found.left, found.raised, found.lowered


def test_the_first_list_changes_nothing():
    publish(village(), "2026-10", {"a": 300})
    assert not VillageChange.objects.exists()


def test_four_numbers_against_the_month_before():
    place = village()
    publish(place, "2026-10", {"a": 300, "b": 300, "c": 300, "d": 300, "e": 300})
    made = publish(place, "2026-11", {"a": 300, "b": 400, "c": 200, "f": 300, "g": 300})
    assert numbers(made) == (2, 2, 1, 1)
    body = json.loads(bytes(LedgerEntry.objects.get(pk=VillageChange.objects.get().ledger_index).leaf))
    assert {name: body[name] for name in ("type", "list", "since", "new", "left", "raised", "lowered")} == {
        "type": "changes",
        "list": made.pk,
        "since": "2026-10",
        "new": 2,
        "left": 2,
        "raised": 1,
        "lowered": 1,
    }
    households = HouseholdChange.objects.values_list("row__certificate", "kind", "reason")
    assert set(households) == {("d", "left", ""), ("e", "left", ""), ("c", "lowered", "")}


def test_a_month_without_a_list_is_stepped_over():
    place = village()
    publish(place, "2026-09", {"a": 300})
    made = publish(place, "2026-11", {"b": 300})
    assert (numbers(made), made.change.since) == ((1, 1, 0, 0), "2026-09")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # protected households come, go, get more or less: nothing moves
        ({}, {"p": 300}, (0, 0, 0, 0)),
        ({"p": 300}, {}, (0, 0, 0, 0)),
        ({"p": 300}, {"p": 500}, (0, 0, 0, 0)),
        ({"p": 300}, {"q": 300}, (0, 0, 0, 0)),
    ],
)
def test_protected_households_move_no_number(before, after, expected):
    place = village()
    publish(place, "2026-10", {"a": 300}, before)
    assert numbers(publish(place, "2026-11", {"a": 300}, after)) == expected
    assert not HouseholdChange.objects.exists()


def test_who_becomes_protected_is_counted_as_the_lists_show_it():
    place = village()
    earlier = publish(place, "2026-10", {"a": 300, "b": 300})
    made = publish(place, "2026-11", {"a": 300}, {"b": 300})
    new, left, _raised, _lowered = numbers(made)
    assert earlier.shown_households + new - left == made.shown_households
    noted = HouseholdChange.objects.get()
    assert (noted.kind, noted.reason, noted.is_fixed) == ("left", "other", True)
    give_reasons(households=[noted.pk], reason="moved", by=people().township)
    assert HouseholdChange.objects.get().reason == "other"


def test_who_is_not_protected_any_more_is_new():
    place = village()
    publish(place, "2026-10", {"a": 300}, {"b": 300})
    assert numbers(publish(place, "2026-11", {"a": 300, "b": 400})) == (1, 0, 0, 0)


def test_numbers_add_up_where_a_household_has_been_erased():
    place = village()
    publish(place, "2026-10", {"a": 300, "b": 300})
    VillageRoster.objects.get(period="2026-10").rows.filter(certificate="b").delete()
    assert numbers(publish(place, "2026-11", {"a": 300})) == (0, 1, 0, 0)


def test_a_new_version_counts_anew_and_keeps_the_reasons():
    place = village()
    publish(place, "2026-10", {"a": 300, "b": 300, "c": 300})
    publish(place, "2026-11", {"a": 300})
    give_reasons(
        households=HouseholdChange.objects.filter(row__certificate="b").values_list("pk", flat=True),
        reason="death",
        by=people().township,
    )
    made = publish(place, "2026-11", {"a": 300, "c": 200}, reason_code="correction")
    assert numbers(made) == (0, 1, 0, 1)
    assert set(HouseholdChange.objects.values_list("row__certificate", "kind", "reason")) == {
        ("b", "left", "death"),
        ("c", "lowered", ""),
    }


def left_households(count: int, place: Area | None = None) -> Area:
    """A village whose November list lacks so many of October's households."""
    place = place or village()
    publish(place, "2026-10", {f"{place.pk}{n}": 300 for n in range(count + 2)})
    publish(place, "2026-11", {f"{place.pk}{n}": 300 for n in range(count, count + 2)})
    return place


def give(reason: str, count: int) -> None:
    free = HouseholdChange.objects.filter(reason="").values_list("pk", flat=True)[:count]
    give_reasons(households=list(free), reason=reason, by=people().township)


def test_reasons_are_released_in_cells_of_ten():
    place = left_households(35)
    give("death", 20)
    give("moved", 11)
    give("income", 3)
    made = release_reasons(township=place.parent, period="2026-11", by=people().county, today=AFTER)
    # one without a reason is among the others; with one and three the next smallest stays untold, eleven
    assert made.cells["left"] == {
        "death": 20,
        "moved": None,
        "income": None,
        "assets": None,
        "family": None,
        "other": None,
    }
    assert set(made.cells["lowered"].values()) == {None}
    body = json.loads(bytes(LedgerEntry.objects.get(pk=made.ledger_index).leaf))
    assert (body["type"], body["left"], body["reasons"]) == ("reasons", 35, made.cells)
    audit = AuditEntry.objects.get(verb="reasons.release")
    assert (audit.subject, audit.area_code) == ("reasons:379901100000:2026-11", "379901100000")


def test_reasons_are_released_once_and_never_revised():
    place = left_households(12)
    hands = people()
    release_reasons(township=place.parent, period="2026-11", by=hands.county, today=AFTER)
    with pytest.raises(AlreadyReleased):
        release_reasons(township=place.parent, period="2026-11", by=hands.county, today=AFTER)
    with pytest.raises(AlreadyReleased):
        give("death", 1)
    assert TownshipReasons.objects.count() == 1


def test_the_month_must_be_over_and_something_must_have_changed():
    place = left_households(1)
    county = people().county
    with pytest.raises(NotClosed):
        release_reasons(township=place.parent, period="2026-11", by=county, today=date(2026, 11, 30))
    with pytest.raises(NothingChanged):
        release_reasons(township=place.parent, period="2026-10", by=county, today=AFTER)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNTY])
def test_only_the_county_releases(role):
    place = left_households(1)
    with pytest.raises(NotAllowed):
        release_reasons(
            township=place.parent, period="2026-11", by=StaffFactory(username="x", roles=[role]), today=AFTER
        )


def test_a_township_gives_reasons_for_its_own_households_only():
    left_households(1)
    township = AreaFactory(code="379901200000", name="青山乡", kind="township", parent_id="379901000000")
    office = OfficeFactory(code="qingshan", name="青山乡民政办公室", kind="township", area=township)
    stranger = StaffFactory(username="stranger", roles=[Role.TOWNSHIP], office=office)
    for person in (stranger, people().county, people().lead):
        with pytest.raises(NotAllowed):
            give_reasons(households=[HouseholdChange.objects.get().pk], reason="death", by=person)
    assert HouseholdChange.objects.get().reason == ""


def test_a_reason_is_one_of_a_closed_set():
    left_households(1)
    with pytest.raises(ValueError, match="cancer"):
        give_reasons(households=[HouseholdChange.objects.get().pk], reason="cancer", by=people().township)


def test_the_audit_trail_holds_counts_and_no_household():
    left_households(3)
    give("death", 2)
    entry = AuditEntry.objects.get(verb="reasons.give")
    assert entry.detail == {"reason": "death", "households": 2}
    assert "王秀英" not in json.dumps([entry.subject, entry.detail])


def test_the_public_page_tells_numbers_and_nobody(client, settings):
    settings.PORTAL_TODAY = AFTER.isoformat()
    place = left_households(35)
    give("death", 20)
    release_reasons(township=place.parent, period="2026-11", by=people().county, today=AFTER)
    answer = client.get(reverse("publicity:changes"))
    text = answer.content.decode()
    for shown in (
        "2026年11月的 1 份名单：新列入 0 户，不再列入 35 户",
        "向阳村",
        "死亡",
        '<td class="num">20</td>',
        "—",
    ):
        assert shown in text
    assert "王秀英" not in text
    assert "王*" not in text
    assert "2026年11月" in client.get(reverse("publicity:changes"), {"township": place.parent_id}).content.decode()


def test_the_page_is_there_before_there_are_numbers(client):
    village()
    for query in ({}, {"month": "2026-11"}, {"month": "nonsense"}, {"page": "x"}):
        assert "还没有可以与上月比较的名单" in client.get(reverse("publicity:changes"), query).content.decode()
    assert client.get(reverse("publicity:changes"), {"township": "1"}).status_code == 404


def test_a_withdrawn_or_replaced_list_is_not_counted(client, settings):
    settings.PORTAL_TODAY = AFTER.isoformat()
    left_households(3)
    Publication.objects.filter(period="2026-11").update(withdrawn_on=AFTER, withdrawn_reason="发布错误")
    assert "还没有可以与上月比较的名单" in client.get(reverse("publicity:changes")).content.decode()


def test_the_pages_cost_few_queries(client, django_assert_max_num_queries, settings):
    settings.PORTAL_TODAY = AFTER.isoformat()
    left_households(2)
    left_households(3, village("新河村", "379901100201"))
    client.get(reverse("publicity:changes"))
    with django_assert_max_num_queries(6):
        client.get(reverse("publicity:changes"))


def test_amounts_are_compared_as_money():
    place = village()
    publish(place, "2026-10", {"a": Decimal("300.00")})
    assert numbers(publish(place, "2026-11", {"a": Decimal("300.0")})) == (0, 0, 0, 0)


def test_erasing_a_household_takes_its_reason_too():
    place = left_households(12)
    give("death", 12)
    gone = HouseholdChange.objects.first().row.certificate
    remove_roster_rows(RosterRow.objects.filter(certificate=gone))
    assert HouseholdChange.objects.count() == 11
    made = release_reasons(township=place.parent, period="2026-11", by=people().county, today=AFTER)
    assert made.left == 12
    assert made.cells["left"] == dict.fromkeys(ChangeReason, None)  # eleven told would give the one away
