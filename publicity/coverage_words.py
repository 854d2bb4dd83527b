"""Coverage in words: what a cell says, with and without its picture."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from publicity.domain.coverage import Coverage, Remark

STATES: dict[Coverage, str | Promise] = {
    Coverage.ON_TIME: gettext_lazy("on time"),
    Coverage.LATE: gettext_lazy("late"),
    Coverage.MISSING: gettext_lazy("missing"),
    Coverage.PENDING: gettext_lazy("not due yet"),
    Coverage.WITHDRAWN: gettext_lazy("withdrawn"),
    Coverage.PUBLISHED: gettext_lazy("published"),
    Coverage.NONE: gettext_lazy("no list"),
}
REMARKS: dict[Remark, str | Promise] = {
    Remark.NONE_TO_SHOW: gettext_lazy("nobody to show"),
    Remark.REPLACED: gettext_lazy("replaced"),
    Remark.HIDDEN: gettext_lazy("hidden, being corrected"),
}
