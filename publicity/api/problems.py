"""What went wrong, as programs read it (RFC 9457), in the county's language."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CONTENT_TYPE = "application/problem+json"
SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "expected"],
                "properties": {"name": {"type": "string"}, "expected": {"type": "string"}},
            },
        },
    },
}
_TITLES: dict[int, str | Promise] = {
    401: gettext_lazy("A token is needed"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Only reading is possible"),
    422: gettext_lazy("The question can't be read"),
    429: gettext_lazy("Please come back a little later"),
}
_PARAMETERS: dict[str, str | Promise] = {
    "area": gettext_lazy("an area code of twelve digits"),
    "stage": gettext_lazy("appraisal, proposed, approved or long-term"),
    "programme": gettext_lazy("the code of a programme, such as dibao"),
    "period": gettext_lazy("a month such as 2026-11"),
    "open": gettext_lazy("true or false"),
    "limit": gettext_lazy("a number from 1 to 200"),
    "cursor": gettext_lazy("the cursor of the last answer, unchanged"),
    "since": gettext_lazy("the number of a ledger entry, or nothing for all of them"),
    "list_id": gettext_lazy("a list's id of ten letters and digits"),
}


def problem(status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: object) -> HttpResponse:
    """A problem document; its type is about:blank, as its title says no more than the status."""
    body = {"type": "about:blank", "title": str(_TITLES[status]), "status": status, "detail": detail, **more}
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))


def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Which parameters can't be read, and what each should be; what was sent is not repeated."""
    names = sorted({str(item["loc"][-1]) for item in error.errors})
    errors = [{"name": name, "expected": str(_PARAMETERS[name])} for name in names if name in _PARAMETERS]
    told = "；".join(f"{item['name']}：{item['expected']}" for item in errors)
    return problem(422, _("Please check: %(errors)s.") % {"errors": told or "、".join(names)}, errors=errors)


def not_found(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """Nothing lies at this address."""
    return problem(404, _("There is nothing at this address, or the list is not public yet."))


def documented(*statuses: int) -> dict[str, Any]:
    """What OpenAPI says of an operation's problems, and of the answer that nothing has changed."""
    told: dict[int, Any] = {
        status: {
            "description": str(_TITLES[status]),
            "content": {CONTENT_TYPE: {"schema": SCHEMA}},
        }
        for status in statuses
    }
    return {"responses": told}


UNCHANGED = {304: {"description": "Not modified"}}
