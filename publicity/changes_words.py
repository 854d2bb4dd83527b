"""Changes in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from publicity.domain.changes import ChangeReason

REASONS: dict[ChangeReason, str | Promise] = {
    ChangeReason.DEATH: gettext_lazy("death"),
    ChangeReason.MOVED: gettext_lazy("moved away"),
    ChangeReason.INCOME: gettext_lazy("income above the standard"),
    ChangeReason.ASSETS: gettext_lazy("assets above the limit"),
    ChangeReason.FAMILY: gettext_lazy("family circumstances"),
    ChangeReason.OTHER: gettext_lazy("other reasons"),
}
