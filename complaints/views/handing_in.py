"""The press of "send": a captcha's one try, and one case however often and from however many windows it is pressed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from complaints import tokens
from complaints.actions.holding import HeldGone, held_uploads, let_go
from complaints.domain.routing import AboutDiscipline, NoRecipient
from complaints.forms.send import SendForm
from complaints.views.filled import Filled
from complaints.views.sending import send_case
from county.turns import Busy

CAPTCHA_LASTS = 1


@dataclass(frozen=True)
class Handing:
    """What is handed in: the sealed captcha of the page and what was typed for it."""

    door: str
    filled: Filled
    challenge: str
    typed: str


@dataclass(frozen=True)
class Sent:
    """Taken in; the receipt's plain values."""

    receipt: dict[str, Any]


@dataclass(frozen=True)
class NotTaken:
    """Nothing was stored, because of whom it is about or because nobody could read it."""

    why: AboutDiscipline | NoRecipient


@dataclass(frozen=True)
class Problem:
    """Nothing was stored; in words, what to do on the same page."""

    words: str
    by_captcha: bool = True


@dataclass(frozen=True)
class Already:
    """It was taken in before, too long ago to show the receipt again."""


def hand_in(handing: Handing) -> Sent | NotTaken | Problem | Already:
    """Files the case if the captcha is right and nothing of this journey was filed before."""
    once = handing.filled.once
    found = tokens.recall(once)
    if isinstance(found, dict):
        return Sent(found)
    try:
        token = tokens.unseal(handing.challenge, purpose="captcha", windows=CAPTCHA_LASTS)
    except tokens.TokenRefused:
        return Problem(_("The picture was too old. Here is a new one"))
    nonce = token["nonce"]
    if not tokens.claim(nonce):
        return _after_another(nonce, once)
    form = SendForm({"captcha": handing.typed}, answers=token["answers"])
    if not form.is_valid():
        tokens.note_failure(nonce)
        return Problem(form.errors["captcha"][0])
    if not tokens.claim(once):
        tokens.note_failure(nonce)
        return _after_another(nonce, once)
    return _file(handing, nonce)


def _file(handing: Handing, nonce: str) -> Sent | NotTaken | Problem:
    filled = handing.filled
    try:
        uploads = held_uploads(filled.files, filled.key)
        named = [(one.name, one.size) for one in filled.files]
        receipt = send_case(door=handing.door, answers=filled.answers, uploads=uploads, named=named)
    except Exception as error:
        tokens.release(filled.once)
        tokens.note_failure(nonce)
        if isinstance(error, AboutDiscipline | NoRecipient):
            return NotTaken(error)
        if isinstance(error, HeldGone):
            return Problem(_gone(error.names), by_captcha=False)
        if isinstance(error, Busy):
            return Problem(
                _("Very many people are sending at this moment. Please press “Send” again in a minute"), False
            )
        raise
    tokens.note_result(filled.once, receipt)
    tokens.finish(nonce)
    let_go(filled.files)
    return Sent(receipt)


def _after_another(nonce: str, once: str) -> Sent | Problem | Already:
    """The same receipt for a second press of the button; a new captcha after a failed first."""
    tokens.wait_for(nonce, once)
    found = tokens.recall(once)
    if isinstance(found, dict):
        return Sent(found)
    if tokens.was_used(once):
        return Already()
    return Problem(_("That picture was used. Here is a new one"))


def _gone(names: list[str]) -> str:
    return _(
        "These files are not with us any more: %(names)s. Press “Change” beside the files and choose them again"
    ) % {"names": "、".join(names)}
