"""What each stage shows in each channel: a table of defaults, and limits that no setting can lift."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from publicity.domain.stages import Stage


class Channel(StrEnum):
    """Where a list goes out."""

    WEB = "web"
    NOTICE = "notice"  # the paper in the village, printed by staff
    FEED = "feed"


class Field(StrEnum):
    """Everything that may ever be shown of a household. ID, phone, account, address, illness are not among them."""

    NAME = "name"
    VILLAGE = "village"
    HOUSEHOLD_SIZE = "household_size"
    COVERED_PERSONS = "covered_persons"
    RESIDENCE = "residence"
    CATEGORY = "category"
    AMOUNT = "amount"
    OUTCOME = "outcome"


class NameForm(StrEnum):
    """How the head of household is named."""

    MASKED = "masked"
    FULL = "full"


@dataclass(frozen=True)
class Profile:
    """The fields of a channel, in the order they are shown, and how the name is written."""

    fields: tuple[Field, ...]
    name: NameForm = NameForm.MASKED


class NotDisclosable(ValueError):
    """A field or a form of name that this channel must never carry."""


_ROW = (
    Field.NAME,
    Field.VILLAGE,
    Field.HOUSEHOLD_SIZE,
    Field.COVERED_PERSONS,
    Field.RESIDENCE,
    Field.CATEGORY,
    Field.AMOUNT,
)
# 运城 2023: name, household size, amount after confirmation; 内蒙古 2013: members and amount on the second list.
DEFAULTS: Mapping[tuple[Stage, Channel], Profile] = {
    (stage, channel): Profile(_ROW, NameForm.FULL if channel is Channel.NOTICE else NameForm.MASKED)
    for stage in Stage
    for channel in Channel
}
FULL_NAME_CHANNELS = frozenset({Channel.NOTICE})


def profile(stage: Stage, channel: Channel, *, fields: Iterable[str] | None = None, name: str | None = None) -> Profile:
    """The profile of a stage in a channel; `fields` and `name` are a county's own choice within the limits.

    Raises NotDisclosable for anything beyond them.
    """
    chosen = DEFAULTS[stage, channel]
    if fields is not None:
        chosen = replace(chosen, fields=tuple(_field(code) for code in fields))
    if name is not None:
        chosen = replace(chosen, name=NameForm(name))
    if chosen.name is NameForm.FULL and channel not in FULL_NAME_CHANNELS:
        raise NotDisclosable(f"{channel}: full name")
    return chosen


def _field(code: str) -> Field:
    try:
        return Field(code)
    except ValueError as error:
        raise NotDisclosable(code) from error


class Missing(StrEnum):
    """Which of the five disclosures (五公开; 牡丹区 2022, 东安县 2018), or who answers for them, is not there."""

    COVERED = "covered"
    AMOUNT = "amount"
    STANDARD = "standard"
    PHONE = "phone"
    TIME = "time"
    ISSUER = "issuer"


def missing_disclosures(facts: Mapping[Missing, object]) -> list[Missing]:
    """The disclosures without a value. Zero is a value: a village without recipients says so."""
    return [item for item in Missing if facts.get(item) in (None, "")]
