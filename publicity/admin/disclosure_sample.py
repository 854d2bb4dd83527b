"""Made-up households on which the county sees what a profile does. No real row is ever read for it."""

from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from publicity.actions.disclosure import Profiles
from publicity.columns import Column, columns, page_columns
from publicity.disclosure_wording import CHANNELS
from publicity.domain.causes import Cause
from publicity.domain.disclosure import Channel, Field, NameForm, Profile
from publicity.domain.income import IncomeBand
from publicity.domain.shown import Household, masked_rows

PLACE = "某镇某村"
#: Names of three and four characters, a compound surname, a name with a dot; the last is protected by law.
HOUSEHOLDS = (
    Household("张三丰", 3, 2, "rural", "B", Decimal(1160), False, IncomeBand.UNDER_THIRD, Cause.FAMILY),
    Household("欧阳小四", 1, 1, "urban", "A", Decimal(720), False, IncomeBand.UNDER_TWO_THIRDS, Cause.DISASTER),
    Household("阿依古丽·买买提", 4, 4, "rural", "C", Decimal("829.50"), False, None, Cause.LIVELIHOOD),
    Household("李不宣", 2, 2, "rural", "B", Decimal(600), True, None, Cause.FAMILY),
)


@dataclass(frozen=True)
class Sample:
    """One channel's table on the sample."""

    channel: Channel
    heading: str
    columns: list[Column]
    rows: list[list[str]]
    full_names: bool
    changed: bool


def samples(programme: str, profiles: Profiles, changed: Channel) -> list[Sample]:
    """Every channel's table, the one that is being changed marked."""
    shown = {Channel.WEB: profiles.web, Channel.NOTICE: profiles.notice, Channel.FEED: profiles.feed}
    return [_sample(programme, channel, profile, channel is changed) for channel, profile in shown.items()]


def _sample(programme: str, channel: Channel, profile: Profile, changed: bool) -> Sample:
    full = profile.name is NameForm.FULL
    # Page and paper say the village in their heading, a file in each row.
    table = (columns if channel is Channel.FEED else page_columns)(programme, profile.fields)
    named = [household.name for household in HOUSEHOLDS if household.is_shown]
    rows = [
        _words(table, SimpleNamespace(**row.values(), name_masked=name if full else row.name))
        for row, name in zip(masked_rows(HOUSEHOLDS, profile.fields), named, strict=True)
    ]
    return Sample(channel, str(CHANNELS[channel]), table, rows, full, changed)


def _words(table: list[Column], row: Any) -> list[str]:
    return [PLACE if column.field is Field.VILLAGE else column.words(row) for column in table]
