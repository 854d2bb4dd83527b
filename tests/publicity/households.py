"""Lists whose households keep their certificate from month to month, as real ones do."""

from datetime import date

from county.models.areas import Area
from publicity.actions.publishing import publish_list
from publicity.models.publications import Publication
from publicity.models.rosters import RosterRow
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, people, roster, standard, village

#: The certificate of each household; its person key is made of it.
NUMBERS = {name: f"37990199{number:04d}" for number, name in enumerate((*NAMES, HIDDEN_NAME), start=1)}


def handed_in(*, place: Area, stage: str = "long-term", period: str = "2026-11", **options: object) -> None:
    """A confirmed roster; who imports it does not publish it."""
    hands = people()
    importer = hands.township if stage == "proposed" else hands.clerk
    made = roster(village=place, by=importer, stage=stage, period=period, **options)
    rows = list(made.rows.all())
    for row in rows:
        row.certificate = NUMBERS[row.head_name]
        row.person_key = f"person-{NUMBERS[row.head_name]}".ljust(43, "0")
    RosterRow.objects.bulk_update(rows, ["certificate", "person_key"])


def out(
    *,
    place: Area | None = None,
    stage: str = "long-term",
    period: str = "2026-11",
    today: date = TODAY,
    reason_code: str = "",
    **options: object,
) -> Publication:
    """A list that is out."""
    standard()
    place, hands = place or village(), people()
    handed_in(place=place, stage=stage, period=period, **options)
    return publish_list(
        stage=stage,
        period=period,
        village=place,
        by=hands.lead if stage == "proposed" else hands.county,
        today=today,
        reason_code=reason_code,
    )
