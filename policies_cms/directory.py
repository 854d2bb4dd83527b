"""The national directory as it stands today: what is published for each item, and what is missing; nothing is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from county.calendars import workday_calendar
from county.disclosed import Display, displays
from county.domain.workdays import due_date
from county.models.settings import CountySettings
from county.templatetags.portal import cn_date, cn_month
from policies_cms.domain.directory import DIRECTORY, WORKDAYS, Group, Matter, Rule
from policies_cms.models.directory import ITEM_NAMES
from policies_cms.models.guides import GuidePage
from policies_cms.models.info import InfoPage
from policies_cms.models.policies import PolicyPage
from policies_cms.models.services import ServiceWindow

#: As many links as a phone shows without a long way down; the rest is counted.
MOST_LINKS = 6
#: Which steps of a decision an item's lists show.
STEPS = {
    Matter.REVIEW: ("review",),
    Matter.APPROVAL: ("approval",),
    Matter.REVIEW_AND_APPROVAL: ("review", "approval"),
}


@dataclass(frozen=True)
class Link:
    """Where something is published, with a few words beside it."""

    address: str
    title: str
    note: str = ""


@dataclass
class Entry:
    """One item: its rule, what is there, who discloses it how long, and what is missing."""

    rule: Rule
    name: str
    publisher: str
    window: str
    links: list[Link] = field(default_factory=list)
    more: int = 0
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


class Reader:
    """Reads each kind of item once and sorts it under its rule."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.county = CountySettings.load()
        self.displays = list(displays(day))

    def entries(self) -> list[Entry]:
        """The 13 items in the directory's order."""
        fill = {Matter.POLICY: self._policies, Matter.SUPERVISION: self._contacts, Matter.GUIDE: self._guides}
        found = []
        for rule in DIRECTORY:
            entry = Entry(rule, str(ITEM_NAMES[rule.item]), _("county and townships"), "")
            fill.get(rule.matter, self._lists)(entry)
            found.append(entry)
        return found

    def _link(self, entry: Entry, pages: Iterable[Page]) -> None:
        pages = list(pages)
        entry.links += [
            Link(page.get_url() or "", page.title, getattr(page, "note", "")) for page in pages[:MOST_LINKS]
        ]
        entry.more = max(len(pages) - MOST_LINKS, 0)

    def _policies(self, entry: Entry) -> None:
        found = list(PolicyPage.objects.live().filter(directory_item=entry.rule.item).newest_first())
        for policy in found:
            policy.note = f"{policy.document_number}　{policy.validity_on(self.day)['label']}".strip("　")
        self._link(entry, found)
        if not found:
            entry.missing.append(_("No policy document is published under this item."))
        elif not any(policy.validity_on(self.day)["code"] == "in-force" for policy in found):
            entry.missing.append(_("None of the documents is in force."))
        if late := self._late(found):
            entry.notes.append(
                _("%(n)s of the county's own documents came later than %(days)s working days after they were written.")
                % {"n": late, "days": WORKDAYS}
            )

    def _late(self, policies: list[PolicyPage]) -> int:
        """Of the county's own: when a document of others reached the county is not known."""
        calendar = workday_calendar()
        own = [item for item in policies if item.date_written and self.county.county_name in item.issuing_body]
        return sum(item.date_published > due_date(item.date_written, WORKDAYS, calendar).due for item in own)

    def _contacts(self, entry: Entry) -> None:
        county = self.county
        self._link(entry, InfoPage.objects.live().filter(shows_contacts=True))
        kept = {
            _("supervision phone"): county.supervision_phone,
            _("government hotline"): county.hotline,
            _("discipline hotline"): county.discipline_hotline,
            _("where objections are taken in person"): county.objection_address,
            _("address of discipline inspection"): county.discipline_address,
        }
        entry.notes += [f"{name}：{value}" for name, value in kept.items() if value]
        entry.missing += [_("Not given: %(what)s") % {"what": name} for name, value in kept.items() if not value]
        if not entry.links:
            entry.missing.append(_("No page shows the supervision phones."))

    def _guides(self, entry: Entry) -> None:
        found = list(GuidePage.objects.live().filter(directory_item=entry.rule.item).order_by("title"))
        self._link(entry, found)
        if not found:
            entry.missing.append(_("No guide is published under this item."))
        for guide in found:
            parts = {_("who qualifies"): guide.who, _("what to bring"): guide.materials, _("steps"): guide.steps}
            entry.missing += [
                _("The guide “%(title)s” does not say: %(what)s") % {"title": guide.title, "what": name}
                for name, value in parts.items()
                if not value
            ]
        windows = ServiceWindow.objects.count()
        silent = ServiceWindow.objects.filter(Q(phone="") | Q(address="")).count()
        if windows:
            entry.notes.append(_("Place, hours and phone: %(n)s windows on the services page.") % {"n": windows})
        if silent or not windows:
            entry.missing.append(_("Windows without phone or address, or no window at all."))

    def _lists(self, entry: Entry) -> None:
        steps = STEPS[entry.rule.matter]
        for display in self.displays:
            if display.programme == entry.rule.group.value and display.step in steps:
                self._list(entry, display)
        if not entry.links and not entry.missing:
            entry.missing.append(_("Nothing is on display."))

    def _list(self, entry: Entry, display: Display) -> None:
        entry.publisher, entry.window = str(display.publisher), str(display.window)
        if not display.switched_on:
            text = _("The county does not put these lists on this site; ask for the village's notice board.")
            if text not in entry.missing:
                entry.missing.append(text)
            return
        note = _("%(n)s lists open today") % {"n": display.open_lists}
        if display.newest:
            note += "　" + _("newest of %(day)s") % {"day": cn_date(display.newest)}
        entry.links.append(Link(display.address, _("Lists by village"), note))
        county = self.county
        working = county.proposed_unit == CountySettings.DayUnit.WORKING
        if entry.rule.notice_workdays > (county.proposed_days if working else 0):
            text = _("This county's display is shorter than the directory's %(days)s working days.")
            entry.notes.append(text % {"days": entry.rule.notice_workdays})
        if display.newest is None:
            entry.missing.append(_("No list of this kind has been on display here."))
        if display.owed:
            told = {
                "month": cn_month(display.month),
                "owed": display.owed,
                "late": display.late,
                "missing": display.missing,
            }
            entry.links.append(Link(display.proof, _("Who has published what, by village and month")))
            entry.notes.append(_("%(month)s: %(owed)s villages owed a list, %(late)s came late.") % told)
            if display.missing:
                entry.missing.append(_("%(month)s: the lists of %(missing)s villages are missing.") % told)


@dataclass(frozen=True)
class Section:
    """The items of one group."""

    group: Group
    entries: list[Entry]


def directory(day: date) -> list[Section]:
    """The directory by group, as it stands on `day`."""
    entries = Reader(day).entries()
    return [Section(group, [entry for entry in entries if entry.rule.group is group]) for group in Group]
