"""The programmes of lists in words, and which of them a county has switched on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from county.models.settings import CountySettings
from publicity.domain.stages import Programme

NAMES: dict[str, str | Promise] = {
    Programme.DIBAO: _("Minimum living allowance"),
    Programme.LOW_INCOME_EDGE: _("Families at the edge of the allowance"),
    Programme.TEKUN: _("Support for people in special hardship"),
    Programme.TEMPORARY: _("Temporary assistance"),
    Programme.STEP_DOWN: _("Step-down of the allowance"),
}
#: The setting that switches a programme on; lists of the allowance are the portal's reason and always on.
SWITCHES: dict[Programme, str] = {
    Programme.LOW_INCOME_EDGE: "lists_low_income_edge",
    Programme.TEKUN: "lists_tekun",
    Programme.TEMPORARY: "lists_temporary",
    Programme.STEP_DOWN: "lists_step_down",
}


def programmes_on(settings: CountySettings) -> tuple[Programme, ...]:
    """The programmes that lists may be published for, in their order."""
    return tuple(item for item in Programme if item not in SWITCHES or getattr(settings, SWITCHES[item]))
