"""State changes of search: what can be found, and the synonyms that a new site starts with."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.utils import translation
from modelsearch.utils import get_content_type_pk
from wagtail.search.backends import get_search_backend

from county.domain.roles import Role
from county.findable import Findable, Source, sources
from search.backends.common import IndexEntry
from search.engines.locks import WRITING
from search.models.documents import FIELDS, LONGEST_TITLE, PendingChange, SearchDocument
from search.models.synonyms import Synonym

CHUNK = 200

FIRST_SYNONYMS = (
    "低保, 最低生活保障",
    "低保户, 低保对象, 低保家庭",
    "低保边缘, 低边, 最低生活保障边缘",
    "低边户, 低保边缘户, 低保边缘家庭",
    "五保, 五保户, 特困供养, 特困人员",
    "一榜, 拟审批公示, 拟纳入公示, 拟纳入",
    "二榜, 确认公示, 长期公示",
    "举报, 投诉, 反映问题",
    "异议, 不同意见",
    "渐退, 渐退期",
    "支出型困难, 支出型贫困",
    "打工, 务工, 就业",
)


@transaction.atomic
def set_up_search() -> None:
    """The first synonyms, and the editors' right to keep them; safe to repeat, never overwrites what they changed."""
    if not Synonym.objects.exists():
        Synonym.objects.bulk_create([Synonym(terms=terms) for terms in FIRST_SYNONYMS])
    editors = Group.objects.get_or_create(name=Role.EDITOR.value)[0]
    codenames = [f"{verb}_synonym" for verb in ("add", "change", "delete", "view")]
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="search", codename__in=codenames))


@transaction.atomic
def refresh(*, source: Source, pks: Collection[str]) -> int:
    """Brings what can be found of these rows to what they now are; answers how many documents changed.

    It reads the state, not the event: the same call adds, rewrites and removes, and may be repeated.
    """
    _alone()
    # Whoever made the change may have the admin in another language than the readers' one.
    with translation.override(settings.LANGUAGE_CODE):
        found = {thing.key: thing for thing in source.read(pks)}
    keys = {source.key_of(pk) for pk in pks}
    known = {row.key: row for row in SearchDocument.objects.filter(key__in=keys)}
    changed = [_filled(known.get(key), thing) for key, thing in found.items()]
    changed = [row for row in changed if row is not None]
    gone = [row for key, row in known.items() if key not in found]
    _write(changed)
    _remove(gone)
    if settings.ELASTICSEARCH_URL:
        PendingChange.objects.bulk_create([PendingChange(key=row.key) for row in [*changed, *gone]])
    return len(changed) + len(gone)


def reconcile() -> int:
    """Compares everything with what can be found and makes good what differs; answers how many documents did."""
    number = 0
    for source in sources():
        pks = source.pks()
        prefix = source.key_of("")
        kept = SearchDocument.objects.filter(key__startswith=prefix).values_list("key", flat=True)
        lost = {key.removeprefix(prefix) for key in kept} - set(pks)
        number += sum(refresh(source=source, pks=part) for part in _parts([*pks, *lost]))
    return number


def _parts(items: list[str]) -> Iterable[list[str]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _alone() -> None:
    """One writer at a time, so that nobody writes what was read before another's change; SQLite has one anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING])


def _filled(row: SearchDocument | None, thing: Findable) -> SearchDocument | None:
    """The row for `thing`; None when it says so already."""
    values = {name: getattr(thing, name) for name in FIELDS}
    values["title"] = thing.title[:LONGEST_TITLE]
    if row is not None and row.as_dict() == values:
        return None
    return SearchDocument(pk=row.pk if row else None, **values)


def _write(rows: list[SearchDocument]) -> None:
    new = [row for row in rows if row.pk is None]
    old = [row for row in rows if row.pk is not None]
    SearchDocument.objects.bulk_create(new)
    SearchDocument.objects.bulk_update(old, FIELDS)
    if rows:
        get_search_backend().add_bulk(SearchDocument, rows)


def _remove(rows: list[SearchDocument]) -> None:
    keys = [row.pk for row in rows]
    entries = IndexEntry._default_manager.filter(content_type_id=get_content_type_pk(SearchDocument))
    entries.filter(object_id__in=[str(key) for key in keys])._raw_delete(entries.db)
    SearchDocument.objects.filter(pk__in=keys)._raw_delete(entries.db)
