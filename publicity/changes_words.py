"""Changes in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from publicity.actions.reasons import AlreadyReleased, NotClosed, NothingChanged
from publicity.domain.changes import ChangeReason

REASONS: dict[ChangeReason, str | Promise] = {
    ChangeReason.DEATH: gettext_lazy("death"),
    ChangeReason.MOVED: gettext_lazy("moved away"),
    ChangeReason.INCOME: gettext_lazy("income above the standard"),
    ChangeReason.ASSETS: gettext_lazy("assets above the limit"),
    ChangeReason.FAMILY: gettext_lazy("family circumstances"),
    ChangeReason.OTHER: gettext_lazy("other reasons"),
}
REFUSALS: dict[type[Exception], str | Promise] = {
    AlreadyReleased: gettext_lazy("The reasons of this month are public already; they are never revised."),
    NotClosed: gettext_lazy("The month is not over yet: release its reasons from the first of the next month."),
    NothingChanged: gettext_lazy("No list of this township has changes in this month."),
}
