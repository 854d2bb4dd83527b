"""The queue: the cases that the member's office holds a key to, by tab, filter, order and column."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from complaints import queries
from complaints.admin.desk import CaseDeskMixin
from complaints.admin.filters import OFFICES, OPENED_AT_ONCE, TABS, Filters, by_header, in_clear, read_filters
from complaints.admin.layout import COLUMNS, SORTED_BY, layout_of
from complaints.admin.lines import lines
from complaints.domain.kinds import Kind
from complaints.domain.lifecycle import State
from complaints.forms.base import place_choices
from complaints.words import KINDS, STATES
from county.access import allowed
from county.domain.roles import Action
from county.today import today

PER_PAGE = 20


class QueueView(CaseDeskMixin, TemplateView):
    """The office's cases with their days, filtered and paged."""

    template_name = "complaints/admin/queue.html"
    page_title = gettext_lazy("Objections and tips")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page, its headers opened."""
        user, day = self.request.user, today()
        columns, sort = layout_of(user)
        filters = read_filters(self.request.GET)
        asked = Filters(**{**vars(filters), "sort": filters.sort or sort, "when": filters.when or _usual_tab(filters)})
        mine = queries.queue_for(user)
        page, beyond = self._page(in_clear(mine, asked, user, day), asked)
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "lines": lines(page.object_list, user.office_id),
            "beyond": beyond,
            "filters": asked,
            "register_query": urlencode({name: value for name, value in vars(asked).items() if value}),
            "tabs": [
                {"slug": slug, "name": tab.name, "count": tab.cases(mine, user, day).count()}
                for slug, tab in TABS.items()
            ],
            "empty": TABS[asked.when].empty,
            "choices": _choices(mine, user),
            "columns": [(name, COLUMNS[name], self._turned(name, asked.sort)) for name in columns],
            "column_names": columns,
            "may_assign": any(allowed(user, action) for action in ASSIGNING),
        }

    def _page(self, cases: Any, filters: Filters) -> tuple[Page, int]:
        """A page of opened rows, and how many cases lie beyond the bound of what one request opens."""
        asked = self.request.GET.get("p")
        if not filters.sealed:
            page = Paginator(cases, PER_PAGE).get_page(asked)
            page.object_list = queries.headers(list(page.object_list), self.member_key)
            return page, 0
        opened: Sequence[queries.QueueRow] = queries.headers(list(cases[:OPENED_AT_ONCE]), self.member_key)
        return Paginator(by_header(opened, filters), PER_PAGE).get_page(asked), max(0, cases.count() - OPENED_AT_ONCE)

    def _turned(self, column: str, sort: str) -> str:
        """The query that sorts by this column, the other way round when it does already; "" for a sealed one."""
        if column not in SORTED_BY:
            return ""
        orders = SORTED_BY[column]
        turned = orders[(orders.index(sort) + 1) % len(orders)] if sort in orders else orders[0]
        query = self.request.GET.copy()
        query.pop("p", None)
        query["sort"] = turned
        return str(query.urlencode())


ASSIGNING = (Action.HANDLE_CASE, Action.APPROVE_CASE, Action.HANDLE_DISCIPLINE)


def _usual_tab(filters: Filters) -> str:
    """What is in hand; a number is looked for everywhere."""
    return "all" if filters.q or filters.state else "open"


def _choices(mine: Any, user: Any) -> dict[str, Any]:
    """What can be chosen; who handles is asked only where the queue holds cases of other offices."""
    others = mine.exclude(handling_office=user.office_id).exists()
    return {
        "state": [(state.value, STATES[state]) for state in State],
        "kind": [(kind.value, KINDS[kind]) for kind in Kind],
        "place": place_choices(townships=True, blank="")[1:],
        "office": list(OFFICES.items()) if others else [],
    }
