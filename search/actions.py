"""State changes of search: the synonyms that a new site starts with, and who may keep them."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from county.domain.roles import Role
from search.models.synonyms import Synonym

FIRST_SYNONYMS = (
    "低保, 最低生活保障",
    "低保边缘, 最低生活保障边缘",
    "五保, 特困供养, 特困人员",
    "一榜, 拟审批公示, 拟纳入公示",
    "二榜, 长期公示",
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
