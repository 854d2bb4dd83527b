"""Values of the audit trail that concern a household: sealed under its key, which erasing destroys.

The trail itself stays append-only: who, when and what act can be read for ever, the values only while the key lives.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from county.keys import secret
from county.models.audit import AuditEntry, AuditSealed
from county.models.household_keys import HouseholdKey

KEY_NAME = "audit-households"


def seal_values(*, entry: AuditEntry, household: str, values: Mapping[str, Any]) -> AuditSealed:
    """Keeps `values` (JSON) for an entry, readable until the household is erased."""
    key, _made = HouseholdKey.objects.get_or_create(
        household=household, defaults={"wrapped": bytes(_wrapping().encrypt(random(SecretBox.KEY_SIZE)))}
    )
    text = json.dumps(dict(values), ensure_ascii=False, sort_keys=True).encode()
    return AuditSealed.objects.create(entry=entry, key_id=key.pk, box=bytes(_box(key).encrypt(text)))


def opened(entries: Iterable[AuditEntry]) -> dict[int, dict[str, Any] | None]:
    """The sealed values by entry; None where the household has been erased. Entries without any are left out."""
    sealed = list(AuditSealed.objects.filter(entry__in=list(entries)))
    keys = {key.pk: key for key in HouseholdKey.objects.filter(pk__in={item.key_id for item in sealed})}
    return {item.entry_id: _open(item, keys) for item in sealed}


def sealed_states(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """Which of the entries have sealed values ("sealed") or had them ("erased"), by entry. Opens nothing."""
    sealed = dict(AuditSealed.objects.filter(entry__in=list(entries)).values_list("entry", "key_id"))
    keys = set(HouseholdKey.objects.filter(pk__in=set(sealed.values())).values_list("pk", flat=True))
    return {entry: "sealed" if key in keys else "erased" for entry, key in sealed.items()}


def destroy_keys(households: Iterable[str], *, until: datetime | None = None) -> int:
    """Destroys the keys of households; answers how many there were. What was sealed under them opens no more.

    `until` spares keys made after that moment: of households that have come back.
    """
    keys = HouseholdKey.objects.filter(household__in=list(households))
    return (keys if until is None else keys.filter(made_at__lte=until)).delete()[0]


def _open(sealed: AuditSealed, keys: dict[UUID, HouseholdKey]) -> dict[str, Any] | None:
    key = keys.get(sealed.key_id)
    if key is None:
        return None
    try:
        return json.loads(_box(key).decrypt(bytes(sealed.box)))
    except CryptoError:  # the wrapping key of another installation
        return None


def _wrapping() -> SecretBox:
    """A key outside the database, so that the database alone opens nothing."""
    return SecretBox(secret(KEY_NAME))


def _box(key: HouseholdKey) -> SecretBox:
    return SecretBox(_wrapping().decrypt(bytes(key.wrapped)))
