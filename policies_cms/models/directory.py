"""The items of the national directory in words, and the choices of the pages that belong to one."""

from django.utils.translation import gettext_lazy as _

from policies_cms.domain.directory import Item, Matter, items_of

ITEM_NAMES = {
    Item.GENERAL_POLICY: _("General: policy documents"),
    Item.GENERAL_SUPERVISION: _("General: supervision and inspection"),
    Item.DIBAO_POLICY: _("Minimum living allowance: policy documents"),
    Item.DIBAO_GUIDE: _("Minimum living allowance: guide"),
    Item.DIBAO_REVIEW: _("Minimum living allowance: results of the review"),
    Item.DIBAO_APPROVAL: _("Minimum living allowance: approvals"),
    Item.TEKUN_POLICY: _("Special hardship: policy documents"),
    Item.TEKUN_GUIDE: _("Special hardship: guide"),
    Item.TEKUN_REVIEW: _("Special hardship: results of the review"),
    Item.TEKUN_APPROVAL: _("Special hardship: approvals"),
    Item.TEMPORARY_POLICY: _("Temporary assistance: policy documents"),
    Item.TEMPORARY_GUIDE: _("Temporary assistance: guide"),
    Item.TEMPORARY_LISTS: _("Temporary assistance: reviews and approvals"),
}


def item_choices(matter: Matter) -> list[tuple[str, object]]:
    """What an editor may choose for a page of this matter."""
    return [(item.value, ITEM_NAMES[item]) for item in items_of(matter)]
