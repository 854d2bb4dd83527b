"""The demo county: areas, offices, staff, October's roster published, pages, some closed cases."""

import csv
import os
import secrets
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from complaints.actions.keys import create_member, create_office_key
from complaints.actions.releasing import release_statistics
from complaints.actions.rights import set_up_guidance
from complaints.models.keys import OfficeKey
from county.actions import create_role_groups, create_staff, load_areas
from county.domain.roles import Role
from county.models.areas import Area
from county.models.offices import Office
from county.models.staff import User
from policies_cms import demo as pages
from portal import demo_cases
from publicity.actions.publishing import publish_list
from publicity.actions.schedules import log_schedule
from publicity.actions.totals import release_totals
from publicity.models.publications import Publication
from publicity.models.rosters import VillageRoster
from search.actions import reconcile, set_up_search

DATA = Path(settings.BASE_DIR) / "demo" / "data"
ROSTER = "roster-2026-10.xlsx"
PERIOD = "2026-10"
PUBLISHED_ON = date(2026, 10, 9)
SCHEDULED_ON = {"2026-10": date(2026, 10, 1), "2026-11": date(2026, 11, 1)}


@dataclass(frozen=True)
class Account:
    """One demo account: who, where, what they may do, and whether they open cases."""

    username: str
    name: str
    office: str
    role: Role
    opens_cases: bool = False


ACCOUNTS = [
    Account("clerk", "花名册专员", "county", Role.CLERK),
    Account("township", "西河镇经办人", "xihe", Role.TOWNSHIP, opens_cases=True),
    Account("township-lead", "西河镇负责人", "xihe", Role.TOWNSHIP_LEAD, opens_cases=True),
    Account("county", "县民政局救助股", "county", Role.COUNTY, opens_cases=True),
    Account("discipline", "派驻纪检监察组", "discipline", Role.DISCIPLINE, opens_cases=True),
    Account("editor", "栏目编辑", "county", Role.EDITOR),
    Account("approver", "栏目审核", "county", Role.APPROVER),
    Account("auditor", "审计员", "county", Role.AUDITOR),
    Account("admin", "系统管理员", "county", Role.ADMIN),
]
TOWNSHIP_OFFICES = {
    "379901001000": "dongcheng",
    "379901100000": "xihe",
    "379901200000": "qingshan",
    "379901101000": "liulin",
    "379901102000": "shiqiao",
    "379901201000": "yunling",
}


def password_file() -> Path:
    """Where the one demo password lies, readable by the owner only."""
    return Path(settings.PORTAL_DATA, "demo-password")


def password() -> str:
    """The demo password, made at first use."""
    path = password_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"sunshine-{secrets.token_hex(4)}\n")
    return path.read_text().strip()


def loaded_file() -> Path:
    """The mark that the demo is complete; /healthz waits for it."""
    return Path(settings.PORTAL_DATA, "demo-loaded")


def load() -> dict[str, int]:
    """Loads what is not there yet; answers counts. Runs to the end or is started anew: every step can be repeated."""
    with translation.override(settings.LANGUAGE_CODE):
        areas = _areas_and_offices()
        _staff()
        set_up_search()
        set_up_guidance()
        pages.load()
        _schedules()
        _october()
        cases = demo_cases.load(password=password())
        release_statistics(today=SCHEDULED_ON["2026-11"])
    reconcile()
    loaded_file().write_text("ok\n")
    return {"areas": areas, "staff": len(ACCOUNTS), "cases": cases}


def _areas_and_offices() -> int:
    create_role_groups()
    with (DATA / "areas.csv").open(encoding="utf-8-sig", newline="") as file:
        count = load_areas(rows=list(csv.DictReader(file)))
    bureau_area = Area.objects.get(kind=Area.Kind.COUNTY)
    bureau = _office("county", "明安县民政局", Office.Kind.COUNTY, bureau_area, None, "0599-123-4500")
    _office("discipline", "派驻县民政局纪检监察组", Office.Kind.DISCIPLINE, bureau_area, None, "12388")
    for number, township in enumerate(Area.objects.townships(), start=1):
        code = TOWNSHIP_OFFICES[township.pk]
        _office(code, f"{township.name}民政办公室", Office.Kind.TOWNSHIP, township, bureau, f"0599-123-451{number}")
    return count


def _office(code: str, name: str, kind: str, area: Area, escalates_to: Office | None, phone: str) -> Office:
    return Office.objects.update_or_create(
        code=code,
        defaults={"name": name, "kind": kind, "area": area, "escalates_to": escalates_to, "phone": phone},
    )[0]


def _staff() -> None:
    for account in ACCOUNTS:
        if User.objects.filter(username=account.username).exists():
            continue
        user = create_staff(
            username=account.username,
            name=account.name,
            password=password(),
            roles=[account.role],
            office=Office.objects.get(code=account.office),
        )
        if account.role is Role.ADMIN:
            user.is_staff = user.is_superuser = True
            user.save(update_fields=["is_staff", "is_superuser"])
        if account.opens_cases:
            create_member(user=user, password=password())
    for office in Office.objects.filter(code__in={account.office for account in ACCOUNTS if account.opens_cases}):
        openers = [account.username for account in ACCOUNTS if account.opens_cases and account.office == office.code]
        if not OfficeKey.objects.filter(office=office).exists():
            create_office_key(office=office, members=list(User.objects.filter(username__in=openers)))


def _schedules() -> None:
    """Who owes October's and November's lists, written down on the first of the month."""
    for period, day in SCHEDULED_ON.items():
        log_schedule(period=period, today=day)


def _october() -> None:
    """October's roster as `clerk` imports it and its lists as `county` publishes them, in time."""
    if not VillageRoster.objects.exists():
        quiet = {"verbosity": 0, "stdout": StringIO()}
        call_command(
            "import_roster", str(DATA / ROSTER), stage="long-term", period=PERIOD, by="clerk", confirm=True, **quiet
        )
    publisher = User.objects.get(username="county")
    for village in Area.objects.villages().select_related("parent__parent"):
        if not Publication.objects.filter(village=village, period=PERIOD).exists():
            publish_list(stage="long-term", period=PERIOD, village=village, by=publisher, today=PUBLISHED_ON)
    release_totals(period=PERIOD, today=SCHEDULED_ON["2026-11"])
