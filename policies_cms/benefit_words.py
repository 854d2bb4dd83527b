"""The kinds of help in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from policies_cms.domain.selfcheck import Benefit

BENEFITS: dict[str, Any] = {
    Benefit.DIBAO.value: _("Minimum living allowance"),
    Benefit.EDGE.value: _("Families at the edge of the allowance"),
    Benefit.SPENDING.value: _("Families with unavoidable costs"),
    Benefit.SINGLE.value: _("Applying alone when severely disabled or ill"),
    Benefit.TEKUN.value: _("Support for people in special hardship"),
    Benefit.TEMPORARY.value: _("Temporary assistance"),
    Benefit.STEP_DOWN.value: _("Step-down after taking up work"),
}
