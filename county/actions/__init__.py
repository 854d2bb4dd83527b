"""State changes of the ground: audit, roles, areas, staff."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from county.domain.roles import TABLE, Action, Role
from county.models.areas import Area
from county.models.audit import AuditEntry
from county.models.offices import Office
from county.models.settings import CountySettings
from county.models.staff import User
from county.sealed_audit import seal_values

COMMAND_USER = "command"


class UnknownParent(Exception):
    """An area names a parent that neither the file nor the database has."""


@transaction.atomic
def record(
    *,
    actor: Any,
    verb: str,
    subject: str,
    area: Area | None = None,
    detail: dict[str, Any] | None = None,
    household: str = "",
    sealed: dict[str, Any] | None = None,
) -> AuditEntry:
    """Appends an audit entry; `detail` takes counts and codes, never personal data.

    What an act says about one household goes into `sealed`, with the household's digest: it is kept under a key that
    erasing the household destroys. Raises ValueError for `sealed` without a household.
    """
    if sealed and not household:
        raise ValueError("sealed values need a household")
    entry = AuditEntry.objects.create(
        actor=actor, verb=verb, subject=subject, area_code=area.pk if area else "", detail=detail or {}
    )
    if sealed:
        seal_values(entry=entry, household=household, values=sealed)
    return entry


def record_many(*, actor: Any, verb: str, acts: Iterable[tuple[str, Area, dict[str, Any]]]) -> None:
    """As `record`, in one statement for acts of one kind: (subject, area, detail) each."""
    AuditEntry.objects.bulk_create(
        AuditEntry(actor=actor, verb=verb, subject=subject, area_code=area.pk, detail=detail)
        for subject, area, detail in acts
    )


def command_user() -> User:
    """The reserved importer of commands run without --by; it has no password and no role, so it never publishes."""
    user, made = User.objects.get_or_create(username=COMMAND_USER, defaults={"last_name": "命令行"})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


@transaction.atomic
def create_role_groups() -> None:
    """One group a role, each allowed into the admin; what else it may do stands in county.domain.roles."""
    access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.add(access)
    managers = Group.objects.get(name=Role.ADMIN.value)
    managers.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="county",
            codename__regex=r"^(add|change|view|delete)_(area|office|standard|calendarday|user)$",
        ),
        *Permission.objects.filter(
            content_type__app_label="county", codename__in=["change_countysettings", "change_benefitsettings"]
        ),
    )
    keepers = Permission.objects.filter(codename__in=["add_shortlink", "change_shortlink", "view_shortlink"])
    for role in Role:
        if Action.KEEP_CODES in TABLE[role]:
            Group.objects.get(name=role.value).permissions.add(*keepers)


@transaction.atomic
def name_county(*, name: str, phone: str) -> None:
    """The county's name and supervision phone instead of the demo's; settings that staff have filled in stay."""
    settings = CountySettings.load()
    if settings.county_name != CountySettings._meta.get_field("county_name").default:
        return
    settings.county_name = name
    settings.organiser = f"{name}民政局"
    settings.discipline_address = f"{name}纪委监委信访室"
    settings.supervision_phone = phone
    settings.save()
    record(actor=None, verb="county.name", subject="county", detail={"name": name})


@transaction.atomic
def load_areas(*, rows: Iterable[dict[str, str]], by: Any = None) -> int:
    """Stores areas with `code`, `name`, `parent`, `kind`, parents first; answers how many there are.

    Raises UnknownParent when a parent is in neither the rows nor the database.
    """
    order = [Area.Kind.COUNTY, Area.Kind.TOWNSHIP, Area.Kind.VILLAGE, Area.Kind.COMMUNITY]
    count = 0
    for row in sorted(rows, key=lambda row: order.index(Area.Kind(row["kind"]))):
        if row["parent"] and not Area.objects.filter(pk=row["parent"]).exists():
            raise UnknownParent(row["parent"])
        Area.objects.update_or_create(
            code=row["code"],
            defaults={"name": row["name"], "parent_id": row["parent"] or None, "kind": row["kind"]},
        )
        count += 1
    record(actor=by, verb="areas.load", subject="areas", detail={"count": count})
    return count


@transaction.atomic
def create_staff(*, username: str, name: str, password: str, roles: Iterable[Role], office: Office | None) -> User:
    """A member of staff with their roles and office."""
    user = User(username=username, last_name=name, office=office)
    user.set_password(password)
    user.save()
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user
