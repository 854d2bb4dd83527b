"""Disclosure profiles in words: fields, channels, and why a wish is refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from publicity.columns import columns
from publicity.domain.disclosure import Breach, Channel, Field, Limit, NameForm, NotDisclosable

CHANNELS: dict[str, str | Promise] = {
    Channel.WEB: gettext_lazy("Web page and public notice"),
    Channel.NOTICE: gettext_lazy("Notice on the village's board"),
    Channel.FEED: gettext_lazy("Files and feeds for programs"),
}
NAME_FORMS: dict[str, str | Promise] = {
    NameForm.MASKED: gettext_lazy("Surname and **"),
    NameForm.FULL: gettext_lazy("In full"),
}
_REASONS: dict[Limit, str | Promise] = {
    Limit.FORBIDDEN_FIELD: gettext_lazy(
        "“%(field)s” is never shown, whatever the county sets: ID, phone and account numbers, the address below the "
        "village, illness and disability are no business of a list (内蒙古 2013, 三; 运城 2023, 四（五）). Take it out."
    ),
    Limit.OTHER_PROGRAMME: gettext_lazy("“%(field)s” does not belong to lists of this programme. Take it out."),
    Limit.FULL_NAME_ONLINE: gettext_lazy(
        "Full names stand only on the notice in the village, never on the web or in feeds, where anybody can collect "
        "them. Choose surname and **."
    ),
    Limit.BEYOND_WEB: gettext_lazy(
        "“%(field)s” is not on the web page: the paper's short code covers what the page shows, and feeds are never "
        "told more. Add it to the web page first, or take it out here."
    ),
}
_REQUIRED: dict[Field, str | Promise] = {
    Field.NAME: gettext_lazy("The head of household's name must stay: a row without it tells nobody anything."),
    Field.HOUSEHOLD_SIZE: gettext_lazy(
        "The number of family members must stay: 运城 2023, 四（五） asks for it once an application is confirmed."
    ),
    Field.AMOUNT: gettext_lazy(
        "The amount must stay: 运城 2023, 四（五） asks for it once an application is confirmed, and "
        "东安县 2018, 三 5 asks for it on the platforms."
    ),
}


def field_name(programme: str, code: str) -> str:
    """A field as the programme heads its column; an unknown code as it was given."""
    return str(columns(programme, (Field(code),))[0].label) if code in set(Field) else code


def breach_text(programme: str, breach: Breach) -> str:
    """One limit that a wish runs against, why, and what to do."""
    if breach.limit is Limit.REQUIRED_FIELD:
        return str(_REQUIRED[Field(breach.field)])
    return str(_REASONS[breach.limit]) % {"field": field_name(programme, breach.field)}


def refusals(programme: str, error: NotDisclosable) -> list[str]:
    """Every limit in words."""
    return [breach_text(programme, breach) for breach in error.breaches]


def field_list(programme: str, codes: list[str]) -> str:
    """Fields in words, in their order."""
    return "、".join(field_name(programme, code) for code in codes)
