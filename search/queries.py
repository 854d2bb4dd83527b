"""Public search over everything that `county.findable` knows; never over names on lists."""

import re
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from county.today import today
from search.domain.highlight import Piece, excerpt, marked, pieces
from search.domain.spelling import meant, written
from search.domain.text import MOST_PAIRS, MOST_PHRASES, Tokens, apart, pairs, phrases, tokens, variants
from search.engines import choice
from search.engines.asks import FACETS, Answer, Ask, Row
from search.models.synonyms import synonym_groups

PER_PAGE = 10
MOST_SUGGESTED = 8
MOST_CORRECTED = 2
LONGEST_BEGINNING = 40
LONGEST_PLACE = 8
ENDINGS = ("村", "社区", "镇", "乡", "街道")
CODE = re.compile("[0-9]{12}")
YEAR = re.compile("[0-9]{4}")

KINDS: dict[str, Any] = {
    "villages": _("Villages and townships"),
    "lists": _("Lists that are public"),
    "guides": _("Guides"),
    "policies": _("Policies"),
    "services": _("Service windows"),
    "news": _("News"),
    "cases": _("Typical cases"),
    "reviews": _("Results of reviews"),
    "statistics": _("Figures"),
    "outcomes": _("What came of media reports"),
    "pages": _("Other pages"),
}


@dataclass(frozen=True)
class Hit:
    """One result, ready to show; `title` and `excerpt` are pieces, hits marked."""

    kind: str
    url: str
    title: list[Piece]
    excerpt: list[Piece]
    note: str = ""
    day: Any = None

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(KINDS.get(self.kind, KINDS["pages"]))


@dataclass(frozen=True)
class Results:
    """One page of results. `narrow` is what of kind, township and year was asked for; `facets` count the values.

    `matched` is how many there would be without any narrowing.
    """

    query: str
    narrow: dict[str, str]
    number: int
    total: int
    hits: list[Hit]
    close_only: bool = False
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    did_you_mean: str = ""
    instead: str = ""
    related: list[str] = field(default_factory=list)
    matched: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def anywhere(self) -> bool:
        """Whether something matches, should the narrowing leave nothing of it."""
        return self.matched > 0


def search(*, q: str, kind: str = "", township: str = "", year: str = "", page: int = 1) -> Results:
    """What the public finds for `q`; an unknown kind counts as all, a page too far as the last.

    Where the whole query is found nowhere, what holds enough of its parts is shown instead (`close_only`), and what may
    have been meant is offered; where not even parts are found, that is searched `instead`.
    """
    return _searched(q, narrowing(kind=kind, township=township, year=year), page)


def _searched(q: str, narrow: dict[str, str], page: int, *, corrected: bool = False) -> Results:
    """The results for `q`; what was put right is not put right again, whatever comes of it."""
    asked = phrases(q)
    if not asked:
        return Results(query=q, narrow=narrow, number=1, total=0, hits=[])
    groups, places = synonym_groups(), places_in(asked)
    asked = [part for phrase in asked for part in apart(phrase, places)][:MOST_PHRASES]
    same = [variants(phrase, groups) for phrase in asked]
    start, placed = (max(1, page) - 1) * PER_PAGE, bool(places or "township" in narrow)
    ask = Ask(same, today(), narrow, start, PER_PAGE, placed=placed)
    answer = choice.find_documents(ask)
    if answer.matched:
        return shown(q, narrow, answer, [variant for phrase in same for variant in phrase])
    parts = loose_parts(same)
    answer = choice.find_documents(replace(ask, phrases=[[part] for part in parts], loose=True))
    titles = choice.titles_like([pair for phrase in asked for pair in pairs(phrase)], today())
    other = "" if corrected else did_you_mean(asked, groups, titles)
    if other and not answer.matched:
        return replace(_searched(other, narrow, page, corrected=True), query=q, instead=other)
    return shown(q, narrow, answer, parts, close_only=answer.total > 0, did_you_mean=other, related=titles[:5])


def places_in(asked: list[Tokens]) -> list[Tokens]:
    """The names of villages and townships in a query; people type no blanks: 向阳村低保名单.

    A phrase of its own counts without 村 and the like as well; within a phrase 建设 is rarely the village.
    """
    stretches = {
        "".join(phrase[start:end]): phrase[start:end]
        for phrase in (phrase[:LONGEST_BEGINNING] for phrase in asked)
        for start in range(len(phrase))
        for end in range(start + 2, min(start + LONGEST_PLACE, len(phrase)) + 1)
    }
    names = {text: {text} for text in stretches}
    names |= {text: {text, *(text + ending for ending in ENDINGS)} for text in map("".join, asked) if text in names}
    areas = Area.objects.exclude(kind=Area.Kind.COUNTY).filter(name__in=set().union(*names.values()))
    known = set(areas.values_list("name", flat=True))
    return [stretch for text, stretch in stretches.items() if known & names[text]]


def loose_parts(same: list[list[Tokens]]) -> list[Tokens]:
    """The pairs of all phrases, and of their variants with other words for the same."""
    found = {tuple(pair): pair for phrase in same for variant in phrase for pair in pairs(variant)}
    return list(found.values())[:MOST_PAIRS]


def narrowing(*, kind: str, township: str, year: str) -> dict[str, str]:
    """What of these can be asked for at all; the rest counts as not asked."""
    asked = {"kind": kind if kind in KINDS else ""}
    asked["township"] = township if CODE.fullmatch(township) else ""
    asked["year"] = year if YEAR.fullmatch(year) else ""
    return {name: value for name, value in asked.items() if value}


def shown(q: str, narrow: dict[str, str], answer: Answer, wanted: list[Tokens], **more: Any) -> Results:
    """An engine's answer, ready to show."""
    hits = [hit(row, wanted) for row in answer.rows]
    number = answer.start // PER_PAGE + 1
    return Results(q, narrow, number, max(0, answer.total), hits, facets=answer.facets, matched=answer.matched, **more)


def hit(row: Row, wanted: list[Tokens]) -> Hit:
    """A row with its hits marked: by the engine where it has, else here."""
    values = row.values
    title = pieces(row.marked["title"]) if "title" in row.marked else marked(values["title"], wanted)
    body = values["body"] or ""
    if not body and values["kind"] == "villages":
        body = str(_("The lists that are publicised now, their numbers and the supervision phone."))
    part = pieces(row.marked["body"], within=body) if "body" in row.marked else excerpt(body, wanted)
    return Hit(values["kind"], values["url"], title, part, note=values["number"] or "")


def did_you_mean(asked: list[Tokens], groups: list[list[Tokens]], titles: list[str]) -> str:
    """The query with what is nowhere put right, when that is found; "" otherwise."""
    words = [word for group in groups for word in group]
    read = [tokens(title) for title in titles]
    best = (0, "")
    for choices in product(*[meant(phrase, words, read) or [phrase] for phrase in asked[:MOST_CORRECTED]]):
        other = list(choices)
        if other != asked:
            same = [variants(phrase, groups) for phrase in other]
            found = choice.find_documents(Ask(same, today(), size=1))
            best = max(best, (found.total, " ".join(written(phrase) for phrase in other)))
    return best[1]


def suggestions(*, q: str) -> list[str]:
    """Titles of lasting things for what was typed so far."""
    words = tokens(q[:LONGEST_BEGINNING])
    return choice.titles_beginning(words, today(), MOST_SUGGESTED) if words else []


def facet_labels() -> dict[str, dict[str, str]]:
    """The words for the values of each facet; of years the value itself."""
    townships = dict(Area.objects.townships().values_list("pk", "name"))
    return {"kind": {name: str(label) for name, label in KINDS.items()}, "township": townships}


__all__ = ["FACETS", "KINDS", "PER_PAGE", "Hit", "Results", "facet_labels", "search", "suggestions"]
