"""A published list for paper, with the roster it was made from; fonts as the package has them."""

from datetime import date
from decimal import Decimal

import pytest

from county.papers import glyphs, typesetting
from publicity.domain.masking import mask_name
from publicity.householdkeys import household_digest
from publicity.models.households import EntryKey
from publicity.models.publications import Publication, PublicationEntry
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from tests.factories_county import AreaFactory, StaffFactory

FONT_CACHES = (glyphs.more_font_files, glyphs.printable, typesetting._fonts, typesetting._more_families)


@pytest.fixture
def no_system_fonts(monkeypatch):
    """Whatever fonts the machine has, only the package's count."""
    monkeypatch.setattr(glyphs, "SYSTEM_FONTS", ())
    for cached in FONT_CACHES:
        cached.cache_clear()
    yield
    for cached in FONT_CACHES:
        cached.cache_clear()


@pytest.fixture
def notice_list():
    """Makes a proposed list of `names` with its roster, on which 周小童 is protected; three persons, two covered."""

    def make(names, *, village=None, **changes):
        village = village or AreaFactory(name="向阳村", code="379901100200")
        clerk = StaffFactory(username="clerk")
        made = RosterImport.objects.create(stage="proposed", period="2026-11", uploaded_by=clerk, file_name="r.xlsx")
        roster = VillageRoster.objects.create(
            roster_import=made, stage="proposed", period="2026-11", village=village, imported_by=clerk,
            households=len(names) + 1, persons=2 * len(names) + 2, amount=Decimal(1000) * (len(names) + 1),
            suppressed_households=1,
        )  # fmt: skip
        for n, name in enumerate(["周小童", *names]):
            RosterRow.objects.create(
                roster=roster, certificate=f"{village.pk}{n}", head_name=name, household_size=3, covered_persons=2,
                residence="rural", category="A", amount=Decimal("1000.00"), confidential=n == 0,
                person_key=f"{village.pk}{n}",
            )  # fmt: skip
        values = {
            "programme": "dibao", "stage": "proposed", "period": "2026-11", "village": village,
            "title": f"{village.long_name}2026年11月第1批拟纳入最低生活保障对象公示", "issuer": "西河镇人民政府",
            "published_on": date(2026, 11, 20), "opens_on": date(2026, 11, 20), "closes_on": date(2026, 11, 27),
            "shown_households": len(names), "shown_persons": 2 * len(names),
            "shown_amount": Decimal(1000) * len(names), "reconciles": True,
            "standard_text": "农村 580 元/人·月（明民发〔2026〕1号）", "supervision_phone": "0599-123-4567",
            "published_by": StaffFactory(username="lead"), "roster_ref": str(roster.pk),
            "rows_root": "A" * 43, "short_hash": "7F3A-91C2",
        }  # fmt: skip
        publication = Publication.objects.create(**(values | changes))
        for number, name in enumerate(names, start=1):
            entry = PublicationEntry.objects.create(
                publication=publication, number=number, name_masked=mask_name(name), household_size=3,
                covered_persons=2, residence="rural", category="A", amount=Decimal("1000.00"), salt=bytes(32),
            )  # fmt: skip
            digest = household_digest(village_code=village.pk, certificate=f"{village.pk}{number}")
            EntryKey.objects.create(entry=entry, household=digest)
        return publication

    return make
