"""Random counties for the property test of conflicts: offices in trees, some without a key, and what happens there."""

from dataclasses import dataclass, field
from random import Random

from wagtail.models import Locale, Page

from complaints.actions.keys import create_member, create_office_key, unlock
from county.actions import create_role_groups, create_staff
from county.domain.roles import Role
from county.models.areas import Area
from county.models.offices import Office
from county.models.staff import User
from tests.factories_complaints import FILED, PASSWORD

ROLES = {
    "county": [[Role.COUNTY, Role.ADMIN], [Role.COUNTY, Role.AUDITOR]],
    "township": [[Role.TOWNSHIP], [Role.TOWNSHIP_LEAD]],
    "discipline": [[Role.DISCIPLINE], [Role.DISCIPLINE]],
}


@dataclass
class Land:
    """A county: areas by code, offices and their people; `keys` are opened member keys by user id."""

    villages: list[Area] = field(default_factory=list)
    offices: dict[str, Office] = field(default_factory=dict)
    people: dict[str, list[User]] = field(default_factory=dict)
    keys: dict[int, bytes] = field(default_factory=dict)

    def acting(self, user):
        """The arguments of a step that `user` takes."""
        return {"by": User.objects.get(pk=user.pk), "member_key": self.keys.get(user.pk)}


def make_land(random: Random) -> Land:
    """Two or three townships with villages; village offices with or without a superior; one or two discipline
    offices, one of which may be written "below" the county; keys for most.
    """
    create_role_groups()
    if not Page.objects.exists():  # the migrations make one
        Locale.objects.get_or_create(language_code="zh-hans")
        Page.add_root(title="Root", slug="root")
    land = Land()
    county = Area.objects.create(code="371700000000", name="明安县", kind="county")
    bureau = _office(land, "county", "county", county)
    for number in range(random.randint(2, 3)):
        place = Area.objects.create(code=f"37170000{number + 1}000", name=f"{number}镇", kind="township", parent=county)
        town = _office(land, f"town-{number}", "township", place, above=random.choice([bureau, bureau, None]))
        for each in range(2):
            village = Area.objects.create(
                code=f"37170000{number + 1}00{each + 1}", name=f"{number}{each}村", kind="village", parent=place
            )
            land.villages.append(village)
            if random.random() < 0.3:
                _office(land, f"village-{number}{each}", "township", village, above=random.choice([town, bureau, None]))
    city = None
    if random.random() < 0.5:
        above = Area.objects.create(code="379900000000", name="某市", kind="county")
        city = _office(land, "city", "discipline", above)
    _office(land, "discipline", "discipline", county, above=random.choice([city, bureau, None]))
    for code, office in land.offices.items():
        if random.random() < 0.85 or office.kind == "discipline":
            create_office_key(office=office, members=land.people[code], today=FILED)
    return land


def _office(land: Land, code: str, kind: str, area: Area, above: Office | None = None) -> Office:
    office = Office.objects.create(code=code, name=code, kind=kind, area=area, escalates_to=above)
    land.offices[code] = office
    land.people[code] = []
    for number, roles in enumerate(ROLES[kind]):
        user = create_staff(
            username=f"{code}-{number}", name=f"{code}{number}", password=PASSWORD, roles=roles, office=office
        )
        user.email = f"{code}-{number}@example.org"
        user.is_superuser = Role.ADMIN in roles
        user.save()
        create_member(user=user, password=PASSWORD, today=FILED)
        land.keys[user.pk] = unlock(user=user, password=PASSWORD)
        land.people[code].append(user)
    return office
