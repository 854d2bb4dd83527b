"""What each stage shows in each channel: a table of defaults, and limits that no setting can lift."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from publicity.domain.stages import Programme, Stage


class Channel(StrEnum):
    """Where a list goes out."""

    WEB = "web"
    NOTICE = "notice"  # the paper in the village, printed by staff
    FEED = "feed"


class Field(StrEnum):
    """Everything that may ever be shown of a household. ID, phone, account, address, illness are not among them."""

    NAME = "name"
    VILLAGE = "village"  # of the whole list, so in every list's head and in no row's hash
    HOUSEHOLD_SIZE = "household_size"
    COVERED_PERSONS = "covered_persons"
    RESIDENCE = "residence"
    CATEGORY = "category"
    AMOUNT = "amount"
    INCOME_BAND = "income_band"
    CAUSE = "cause"


class NameForm(StrEnum):
    """How the head of household is named."""

    MASKED = "masked"
    FULL = "full"


@dataclass(frozen=True)
class Profile:
    """The fields of a channel, in the order they are shown, and how the name is written."""

    fields: tuple[Field, ...]
    name: NameForm = NameForm.MASKED

    def within(self, web: "Profile") -> "Profile":
        """This profile without what the web's does not show: paper and feed never say more than the public page."""
        return Profile(tuple(item for item in self.fields if item in web.fields), self.name)


class Limit(StrEnum):
    """Why a profile is refused."""

    FORBIDDEN_FIELD = "forbidden-field"
    OTHER_PROGRAMME = "other-programme"
    FULL_NAME_ONLINE = "full-name-online"
    BEYOND_WEB = "beyond-web"
    REQUIRED_FIELD = "required-field"


@dataclass(frozen=True)
class Breach:
    """One limit that a wish runs against; `field` is the code of the field, if it is about one."""

    limit: Limit
    field: str = ""


class NotDisclosable(ValueError):
    """What a channel must never carry, or must not leave out; `breaches` say each."""

    def __init__(self, breaches: Iterable[Breach]) -> None:
        self.breaches = tuple(breaches)
        super().__init__(", ".join(f"{item.limit} {item.field}".strip() for item in self.breaches))


_COMMON = (Field.NAME, Field.VILLAGE, Field.HOUSEHOLD_SIZE, Field.COVERED_PERSONS, Field.RESIDENCE)
#: What can be shown for a programme at all, in the order of the columns.
FIELDS: Mapping[Programme, tuple[Field, ...]] = {
    Programme.DIBAO: (*_COMMON, Field.CATEGORY, Field.AMOUNT, Field.INCOME_BAND),
    Programme.LOW_INCOME_EDGE: _COMMON,
    # The grades of 特困 follow how well people can look after themselves: that is health, and never shown.
    Programme.TEKUN: (*_COMMON, Field.AMOUNT),
    Programme.TEMPORARY: (*_COMMON, Field.AMOUNT, Field.CAUSE),
    Programme.STEP_DOWN: (*_COMMON, Field.CATEGORY, Field.AMOUNT),
}
#: 内蒙古 2013 asks for income on the second list: a county may add the band, and none does by default.
_OPTIONAL = frozenset({Field.INCOME_BAND})
FULL_NAME_CHANNELS = frozenset({Channel.NOTICE})
#: 运城 2023, 四（五）: once confirmed, name, number of family members and amount are made public in the village.
#: 东安县 2018, 三 5: name, village and amount go to the platforms; the village stands in every list's head.
_AFTER_CONFIRMATION: Mapping[Channel, frozenset[Field]] = {
    Channel.WEB: frozenset({Field.NAME, Field.HOUSEHOLD_SIZE, Field.AMOUNT}),
    Channel.NOTICE: frozenset({Field.NAME, Field.HOUSEHOLD_SIZE, Field.AMOUNT}),
    Channel.FEED: frozenset({Field.NAME, Field.AMOUNT}),
}
_CONFIRMED = frozenset({Stage.APPROVED, Stage.LONG_TERM})


def default_profile(stage: Stage, channel: Channel, programme: Programme = Programme.DIBAO) -> Profile:
    """What is shown where a county has chosen nothing."""
    fields = tuple(item for item in FIELDS[programme] if item not in _OPTIONAL)
    return Profile(fields, NameForm.FULL if channel in FULL_NAME_CHANNELS else NameForm.MASKED)


DEFAULTS: Mapping[tuple[Stage, Channel], Profile] = {
    (stage, channel): default_profile(stage, channel) for stage in Stage for channel in Channel
}


def required(stage: Stage, channel: Channel, programme: Programme = Programme.DIBAO) -> frozenset[Field]:
    """What must stay in a channel: a row without any name says nothing, the rest is asked for by the documents."""
    asked = _AFTER_CONFIRMATION[channel] if stage in _CONFIRMED else frozenset({Field.NAME})
    return asked & frozenset(FIELDS[programme])


def profile(
    stage: Stage,
    channel: Channel,
    programme: Programme = Programme.DIBAO,
    *,
    fields: Iterable[str] | None = None,
    name: str | None = None,
    web: Profile | None = None,
) -> Profile:
    """The profile of a stage in a channel; `fields` and `name` are a county's own choice within the limits.

    The fields come out in the order of the columns, each once. `web` is the web's profile, which paper and feed may
    not go beyond. Raises NotDisclosable with every limit that the wish runs against.
    """
    default = default_profile(stage, channel, programme)
    chosen = [str(code) for code in (default.fields if fields is None else fields)]
    form = NameForm(name) if name is not None else default.name
    found = list(_breaches(chosen, form, stage, channel, programme))
    if web is not None and channel is not Channel.WEB:
        found += [Breach(Limit.BEYOND_WEB, code) for code in chosen if code not in web.fields]
    if found:
        raise NotDisclosable(found)
    return Profile(tuple(item for item in FIELDS[programme] if item in chosen), form)


def _breaches(
    chosen: list[str], form: NameForm, stage: Stage, channel: Channel, programme: Programme
) -> Iterable[Breach]:
    for code in chosen:
        if code not in set(Field):
            yield Breach(Limit.FORBIDDEN_FIELD, code)
        elif code not in FIELDS[programme]:
            yield Breach(Limit.OTHER_PROGRAMME, code)
    if form is NameForm.FULL and channel not in FULL_NAME_CHANNELS:
        yield Breach(Limit.FULL_NAME_ONLINE, Field.NAME)
    for item in FIELDS[programme]:
        if item in required(stage, channel, programme) and item not in chosen:
            yield Breach(Limit.REQUIRED_FIELD, item)


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
