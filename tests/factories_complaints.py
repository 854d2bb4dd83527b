"""A small county with keys, and cases in it."""

from dataclasses import dataclass, field
from datetime import date

from complaints.actions.intake import Receipt, receive_case
from complaints.actions.keys import create_member, create_office_key, unlock
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Change
from complaints.models.cases import Case
from county.actions import create_role_groups, create_staff
from county.domain.roles import Role
from county.models.areas import Area
from county.models.offices import Office
from county.models.staff import User

PASSWORD = "一个长口令 for tests"
FILED = date(2026, 11, 20)
"""A Friday; ten working days end on 4 December 2026."""
DUE = date(2026, 12, 4)
FOUND = {"evidence": "入户查看", "change": Change.NOTHING}
"""What every decision says beside outcome and reasons."""


@dataclass
class World:
    """Two townships, the county bureau and discipline inspection, each with people; `keys` open what they may."""

    village: Area
    other_village: Area
    offices: dict[str, Office] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)

    def acting(self, name: str, case: Case, today: date = FILED) -> dict[str, object]:
        """The arguments of a step that `name` takes."""
        return {"case": case, "by": self.users[name], "member_key": self.keys.get(name), "today": today}


PEOPLE = [
    ("township", Role.TOWNSHIP, "west"),
    ("second", Role.TOWNSHIP, "west"),
    ("lead", Role.TOWNSHIP_LEAD, "west"),
    ("neighbour", Role.TOWNSHIP, "east"),
    ("county", Role.COUNTY, "county"),
    ("county-two", Role.COUNTY, "county"),
    ("discipline", Role.DISCIPLINE, "discipline"),
]


def make_world(*, without: tuple[str, ...] = ()) -> World:
    """The county; offices named in `without` hold no key yet."""
    create_role_groups()
    county = Area.objects.create(code="371700000000", name="明安县", kind="county")
    west = Area.objects.create(code="371700001000", name="西河镇", kind="township", parent=county)
    east = Area.objects.create(code="371700002000", name="东关镇", kind="township", parent=county)
    world = World(
        village=Area.objects.create(code="371700001001", name="向阳村", kind="village", parent=west),
        other_village=Area.objects.create(code="371700002001", name="前进村", kind="village", parent=east),
    )
    bureau = Office.objects.create(code="county", name="县民政局", kind="county", area=county)
    world.offices = {
        "county": bureau,
        "west": Office.objects.create(
            code="west", name="西河镇民政办", kind="township", area=west, escalates_to=bureau
        ),
        "east": Office.objects.create(
            code="east", name="东关镇民政办", kind="township", area=east, escalates_to=bureau
        ),
        "discipline": Office.objects.create(code="discipline", name="县纪委监委", kind="discipline", area=county),
    }
    for name, role, office in PEOPLE:
        user = create_staff(username=name, name=name, password=PASSWORD, roles=[role], office=world.offices[office])
        world.users[name] = user
        create_member(user=User.objects.get(pk=user.pk), password=PASSWORD, today=FILED)
        world.keys[name] = unlock(user=user, password=PASSWORD)
    for code, office in world.offices.items():
        if code not in without:
            create_office_key(office=office, members=office.members.all(), today=FILED)
    return world


def file_case(world: World, **given: object) -> tuple[Case, Receipt]:
    """A report about a household of the western village, unless `given` says otherwise."""
    values = {
        "kind": Kind.TIP_HOUSEHOLD,
        "subject": Subject.HOUSEHOLD,
        "village": world.village,
        "text": "家里有两辆车",
        "today": FILED,
        **given,
    }
    receipt = receive_case(**values)
    return Case.objects.get(number=receipt.case_number), receipt
