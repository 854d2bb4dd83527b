"""From the answers of a journey to one case, and back to what the receipt page says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from complaints.actions.intake import receive_case
from complaints.contents import SealedUpload
from complaints.domain.kinds import Kind, Subject
from complaints.forms.base import Answers
from complaints.forms.doubt import OBJECTION, REVIEW
from complaints.forms.tip import TIP
from county.models.areas import Area
from county.today import today
from publicity.models.publications import Publication, PublicationEntry

JOURNEYS = {journey.door: journey for journey in (TIP, OBJECTION, REVIEW)}
Names = Sequence[tuple[str, int]]
"""Name and bytes of each file."""
FOR_CONTACT = {"name", "phone", "helper"}
NOT_IN_TEXT = FOR_CONTACT | {"place"}


@dataclass(frozen=True)
class Listed:
    """The masked entry, or the whole list, that an objection is about."""

    publication: Publication
    entry: PublicationEntry | None

    @property
    def list_id(self) -> str:
        """The list's public id."""
        return str(self.publication.pk)

    @property
    def entry_id(self) -> str:
        """The entry's public id, empty for the whole list."""
        return str(self.entry.pk) if self.entry else ""


def listed_entry(list_id: str, entry_id: str) -> Listed | None:
    """The list and entry by their public ids; an unknown entry leaves the whole list."""
    # What is no id is not asked for: PostgreSQL fails on a text with a null byte.
    if not list_id.isalnum():
        return None
    publication = Publication.objects.select_related("village__parent").filter(pk=list_id).first()
    if publication is None:
        return None
    entry_id = entry_id if entry_id.isalnum() else ""
    entries = PublicationEntry.objects.filter(publication=publication, pk=entry_id) if entry_id else None
    return Listed(publication, entries.first() if entries is not None else None)


def too_late(listed: Listed) -> bool:
    """Whether the list's window has ended, so that the doubt becomes a report."""
    return not listed.publication.is_open(today())


def send_case(*, door: str, answers: Answers, uploads: Iterable[SealedUpload], named: Names) -> dict[str, Any]:
    """Files the case and answers what the receipt page needs, as plain values.

    Raises AboutDiscipline and NoRecipient; nothing is stored then.
    """
    listed = listed_entry(answers.get("list", ""), answers.get("entry", ""))
    asked = asked_of(door, answers)
    village = listed.publication.village if listed else _place(answers.get("place", ""))
    receipt = receive_case(
        kind=Kind.TIP_HOUSEHOLD if door == TIP.door else Kind(door),
        subject=Subject(asked.get("whom") or Subject.HOUSEHOLD),
        village=village,
        publication_id=listed.list_id if listed else "",
        entry_id=listed.entry_id if listed else "",
        text=statement(door, answers),
        contact=contact(door, answers),
        files=uploads,
        named=named,
        today=today(),
    )
    return {
        "code": receipt.code,
        "number": receipt.case_number,
        "due": receipt.due.isoformat(),
        "kind": receipt.kind.value,
    }


def asked_of(door: str, answers: Answers) -> Answers:
    """The answers to what is asked: an earlier choice may have asked for more, which counts no longer."""
    names = {name for step in JOURNEYS[door].asked(answers) for name in step.form().fields}
    return {name: value for name, value in answers.items() if name in names}


def statement(door: str, answers: Answers) -> str:
    """What was said, question by question, as those who handle it will read it."""
    return _lines(door, answers, lambda name: name not in NOT_IN_TEXT)


def contact(door: str, answers: Answers) -> str:
    """Name and way to reach the sender; empty when nothing was left."""
    return _lines(door, answers, lambda name: name in FOR_CONTACT)


def due_day(receipt: dict[str, Any]) -> date:
    """The due day of a receipt's plain values."""
    return date.fromisoformat(receipt["due"])


def _lines(door: str, answers: Answers, wanted: Any) -> str:
    lines = []
    for step in JOURNEYS[door].asked(answers):
        names = list(step.form().fields)
        for name, (label, shown) in zip(names, step.form.described(answers), strict=True):
            if wanted(name) and answers.get(name):
                lines.append(_("%(label)s: %(value)s") % {"label": label, "value": shown})
    return "\n\n".join(lines)


def _place(code: str) -> Area | None:
    return Area.objects.select_related("parent__parent").filter(pk=code).first() if code else None
