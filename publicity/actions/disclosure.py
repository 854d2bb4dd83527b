"""What each channel shows: the county's choice in force, and the one act that changes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.staff import User
from publicity.actions.errors import NotAllowed
from publicity.actions.ledger import append_entry, publish_checkpoint
from publicity.domain.disclosure import FIELDS, FULL_NAME_CHANNELS, Channel, NameForm, Profile, default_profile, profile
from publicity.domain.stages import Programme, Stage
from publicity.models.disclosure import DisclosureProfile


class PastDay(ValueError):
    """A profile can't be in force from a day that has gone by: what is out stays as it went out."""


@dataclass(frozen=True)
class Profiles:
    """What the three channels show of a list; paper and feed never more than the web."""

    web: Profile
    notice: Profile
    feed: Profile

    def as_fields(self) -> dict[str, object]:
        """As a publication keeps them."""
        return {
            "fields": [str(item) for item in self.web.fields],
            "notice_fields": [str(item) for item in self.notice.fields],
            "notice_name": str(self.notice.name),
            "feed_fields": [str(item) for item in self.feed.fields],
        }


def profile_in_force(stage: str, channel: str, programme: str = Programme.DIBAO, *, on: date | None = None) -> Profile:
    """The county's choice in force on a day, else the default; without a day the newest one, also if it is to come.

    Limits in code hold for old choices too: what they no longer allow is left out.
    """
    at = Stage(stage), Channel(channel), Programme(programme)
    chosen = _chosen(*at, on=on)
    if at[1] is Channel.WEB:
        return chosen
    return chosen.within(_chosen(at[0], Channel.WEB, at[2], on=on))


def profiles_in_force(stage: str, programme: str = Programme.DIBAO, *, on: date) -> Profiles:
    """All three channels of a stage on a day."""
    web, notice, feed = (profile_in_force(stage, channel, programme, on=on) for channel in Channel)
    return Profiles(web, notice, feed)


@transaction.atomic
def set_profile(
    *,
    stage: str,
    channel: str,
    programme: str = Programme.DIBAO,
    fields: Iterable[str],
    name: str,
    in_force_from: date,
    by: User,
    today: date,
) -> DisclosureProfile:
    """Sets what a channel shows of lists published from a day on; lists that are out stay as they are.

    Raises NotAllowed, PastDay, NotDisclosable.
    """
    if not allowed(by, Action.SET_DISCLOSURE):
        raise NotAllowed
    if in_force_from < today:
        raise PastDay
    wish = wished(
        stage=stage, channel=channel, programme=programme, fields=fields, name=name, in_force_from=in_force_from
    )
    made = DisclosureProfile.objects.create(
        programme=programme,
        stage=stage,
        channel=channel,
        fields=[str(item) for item in wish.fields],
        name_form=wish.name,
        in_force_from=in_force_from,
        set_by=by,
    )
    body = {
        "programme": made.programme,
        "stage": made.stage,
        "channel": made.channel,
        "fields": made.fields,
        "name": str(made.name_form),
        "in_force_from": in_force_from.isoformat(),
    }
    append_entry(body={"type": "disclosure", **body, "day": today.isoformat()}, day=today)
    record(actor=by, verb="disclosure.set", subject=f"disclosure:{made.pk}", detail=body)
    transaction.on_commit(publish_checkpoint, robust=True)
    return made


def wished(
    *, stage: str, channel: str, programme: str, fields: Iterable[str], name: str, in_force_from: date
) -> Profile:
    """The profile that a wish would make on its first day, checked against every limit. Raises NotDisclosable."""
    at = Stage(stage), Channel(channel), Programme(programme)
    web = _chosen(at[0], Channel.WEB, at[2], on=in_force_from)
    return profile(*at, fields=fields, name=name, web=web)


def profiles_with(
    *, stage: str, channel: str, programme: str, fields: Iterable[str], name: str, in_force_from: date
) -> Profiles:
    """What all channels would show on a wish's first day: a shorter page shortens paper and feed too."""
    wish = wished(
        stage=stage, channel=channel, programme=programme, fields=fields, name=name, in_force_from=in_force_from
    )
    at = Stage(stage), Programme(programme)
    chosen = {other: _chosen(at[0], other, at[1], on=in_force_from) for other in Channel} | {Channel(channel): wish}
    web = chosen[Channel.WEB]
    return Profiles(web, chosen[Channel.NOTICE].within(web), chosen[Channel.FEED].within(web))


def _chosen(stage: Stage, channel: Channel, programme: Programme, *, on: date | None) -> Profile:
    versions = DisclosureProfile.objects.filter(stage=stage, channel=channel, programme=programme)
    if on is not None:
        versions = versions.filter(in_force_from__lte=on)
    row = versions.order_by("-in_force_from", "-pk").first()
    if row is None:
        return default_profile(stage, channel, programme)
    name = NameForm(row.name_form) if channel in FULL_NAME_CHANNELS else NameForm.MASKED
    return Profile(tuple(item for item in FIELDS[programme] if item in row.fields), name)
