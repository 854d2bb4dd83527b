"""The three doors: tip, objection and review, question by question."""

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from complaints import tokens
from complaints.captcha import new_challenge
from complaints.domain.kinds import Subject
from complaints.domain.routing import AboutDiscipline, NoRecipient
from complaints.forms.base import Answers, Journey, Step, StepForm
from complaints.forms.doubt import OBJECTION, REVIEW
from complaints.forms.send import SendForm
from complaints.forms.tip import LEFT_OUT, TIP
from complaints.uploads import refused_files
from complaints.views.quiet import QuietView, posted
from complaints.views.receipts import receipt_page
from complaints.views.sending import listed_entry, send_case, too_late

ANSWERS_LAST = 12
"""Windows of two hours that half-filled answers stay good for."""
CAPTCHA_LASTS = 1
SECOND_CLICK_WAIT = 10.0
"""Seconds that a second click waits for the first one's receipt."""
CHECK = "check"


@dataclass(frozen=True)
class Filled:
    """What the sealed field holds: the answers so far and which pages were seen."""

    answers: Answers
    seen: list[str]

    def sealed(self, door: str) -> str:
        """As the hidden field carries it."""
        return tokens.seal({"answers": self.answers, "seen": self.seen}, purpose=door)

    def after(self, step: Step, new: Answers) -> "Filled":
        """With one more page answered."""
        return Filled({**self.answers, **new}, [*dict.fromkeys([*self.seen, step.slug])])

    def next_step(self, journey: Journey) -> Step | None:
        """The first page not yet answered; None when all are."""
        return next((step for step in journey.asked(self.answers) if step.slug not in self.seen), None)


class JourneyView(QuietView):
    """Shows one question a page; everything said so far travels sealed in the form."""

    journey: Journey = TIP
    section = "tips"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first question."""
        return self.ask(request, Filled({}, []), self.journey.steps[0])

    def post(self, request: HttpRequest) -> HttpResponse:
        """An answer, a way back, or the sending."""
        try:
            sealed = tokens.unseal(posted(request, "state"), purpose=self.journey.door, windows=ANSWERS_LAST)
        except tokens.TokenRefused:
            context = {"journey": self.journey, "typed": posted(request, "text"), "section": self.section}
            return render(request, "complaints/expired.html", context, status=400)
        filled = Filled(sealed["answers"], sealed["seen"])
        go = posted(request, "go")
        if go == "send":
            return self.send(request, filled)
        if go == CHECK:
            return self.check(request, filled)
        if go.startswith("to:"):
            step = self.journey.find(go.removeprefix("to:"), filled.answers)
            return self.ask(request, filled, step or self.journey.steps[0])
        return self.answer(request, filled)

    def answer(self, request: HttpRequest, filled: Filled) -> HttpResponse:
        """Takes one page's answers and asks the next."""
        step = self.journey.find(posted(request, "step"), filled.answers) or self.journey.steps[0]
        form = step.form(request.POST)
        if not form.is_valid():
            return self.ask(request, filled, step, form)
        filled = filled.after(step, form.answers())
        return self.detour(request, filled, step) or self.go_on(request, filled)

    def detour(self, request: HttpRequest, filled: Filled, step: Step) -> HttpResponse | None:
        """A page between two questions, if an answer calls for one."""
        return None

    def go_on(self, request: HttpRequest, filled: Filled) -> HttpResponse:
        """The next question, or the check page."""
        step = filled.next_step(self.journey)
        return self.ask(request, filled, step) if step else self.check(request, filled)

    def ask(self, request: HttpRequest, filled: Filled, step: Step, form: StepForm | None = None) -> HttpResponse:
        """One question page."""
        steps = self.journey.asked(filled.answers)
        number = steps.index(step)
        context = {
            **self.shared(filled),
            "step": step,
            "form": form or step.form(initial=filled.answers),
            "number": number + 1,
            "total": len(steps) + 1,
            "back": f"to:{steps[number - 1].slug}" if number else "",
            "first": not number,
        }
        return render(request, "complaints/question.html", context)

    def check(self, request: HttpRequest, filled: Filled, failed: SendForm | None = None) -> HttpResponse:
        """Everything said so far, files and captcha."""
        missing = filled.next_step(self.journey) or self.journey.unanswered(filled.answers)
        if missing:
            return self.ask(request, filled, missing)
        if failed:
            failed.data = {}  # the messages stay, the old answer goes
        challenge = new_challenge()
        steps = self.journey.asked(filled.answers)
        context = {
            **self.shared(filled),
            "parts": [(step, step.form.described(filled.answers)) for step in steps],
            "form": failed or SendForm(),
            "challenge": challenge,
            "token": tokens.seal({"nonce": tokens.new_nonce(), "answers": challenge.answers}, purpose="captcha"),
            "number": len(steps) + 1,
            "total": len(steps) + 1,
            "back": f"to:{steps[-1].slug}",
        }
        return render(request, "complaints/check.html", context)

    def send(self, request: HttpRequest, filled: Filled) -> HttpResponse:
        """Takes the case in once, however often the button was pressed."""
        try:
            token = tokens.unseal(posted(request, "challenge"), purpose="captcha", windows=CAPTCHA_LASTS)
        except tokens.TokenRefused:
            return self.check(request, filled, _problem(_("The picture was too old. Here is a new one")))
        if not tokens.claim(token["nonce"]):
            return self.second_click(request, filled, token["nonce"])
        form = SendForm(request.POST, request.FILES, refused=refused_files(request), answers=token["answers"])
        if not form.is_valid() or self.journey.unanswered(filled.answers):
            tokens.note_failure(token["nonce"])
            return self.check(request, filled, form)
        try:
            receipt = send_case(door=self.journey.door, answers=filled.answers, files=form.cleaned_data["files"])
        except (AboutDiscipline, NoRecipient) as refusal:
            tokens.note_failure(token["nonce"])
            return self.not_taken(request, refusal)
        except Exception:
            tokens.note_failure(token["nonce"])
            raise
        tokens.note_result(token["nonce"], receipt)
        return receipt_page(request, receipt)

    def not_taken(self, request: HttpRequest, refusal: Exception) -> HttpResponse:
        """Nothing was stored: where to turn instead."""
        page = "discipline" if isinstance(refusal, AboutDiscipline) else "nobody"
        context = {"journey": self.journey, "section": self.section}
        return render(request, f"complaints/{page}.html", context, status=200 if page == "discipline" else 503)

    def second_click(self, request: HttpRequest, filled: Filled, nonce: str) -> HttpResponse:
        """The same receipt for a second press of the button; a new captcha after a failed first."""
        waited = 0.0
        # Only as long as the first is at work: a forgotten one, sent again and again, would hold every thread.
        while tokens.is_pending(nonce) and waited < SECOND_CLICK_WAIT:
            time.sleep(0.25)
            waited += 0.25
        found = tokens.recall(nonce)
        if isinstance(found, dict):
            return receipt_page(request, found)
        if found == tokens.FAILED:
            return self.check(request, filled, _problem(_("That picture was used. Here is a new one")))
        return render(request, "complaints/already.html", {"journey": self.journey, "section": self.section})

    def shared(self, filled: Filled) -> dict[str, Any]:
        """What every page of the journey shows."""
        return {
            "journey": self.journey,
            "answers": filled.answers,
            "state": filled.sealed(self.journey.door),
            "section": self.section,
        }


class TipView(JourneyView):
    """The tip-off."""

    journey = TIP

    def detour(self, request: HttpRequest, filled: Filled, step: Step) -> HttpResponse | None:
        """Help first for who is left out; nothing kept when it is about the discipline office."""
        if step.slug == "whom" and filled.answers["whom"] == Subject.DISCIPLINE.value:
            return render(request, "complaints/discipline.html", {"journey": TIP, "section": self.section})
        if step.slug == "problem" and filled.answers["problem"] == LEFT_OUT:
            return render(request, "complaints/left_out.html", {**self.shared(filled), "back": "to:problem"})
        return None


class ObjectionView(JourneyView):
    """An objection to a list, also without a name, and the applicant's review behind `?door=review`."""

    journey = OBJECTION

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Chooses the door."""
        super().setup(request, *args, **kwargs)
        door = request.GET.get("door", "")
        self.journey = REVIEW if door == REVIEW.door else OBJECTION

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first question, with the list's entry where one is named; without anything, the three doors."""
        if self.journey is REVIEW:
            return super().get(request)
        found = listed_entry(request.GET.get("list", ""), request.GET.get("entry", ""))
        if not found and request.GET.get("door") != OBJECTION.door:
            unknown = bool(request.GET.get("list"))
            return render(request, "complaints/doors.html", {"section": self.section, "unknown": unknown})
        answers = {"list": found.list_id, "entry": found.entry_id} if found else {}
        filled = Filled(answers, [])
        return self.ask(request, filled, self.journey.asked(answers)[0])

    def shared(self, filled: Filled) -> dict[str, Any]:
        """With the list's entry as it stands there, and whether its window has ended."""
        found = listed_entry(filled.answers.get("list", ""), filled.answers.get("entry", ""))
        return {**super().shared(filled), "listed": found, "late": bool(found and too_late(found))}


def _problem(message: str) -> SendForm:
    """The check page's form with one message and nothing else."""
    form = SendForm({})
    form.full_clean()
    form.errors.clear()
    form.add_error("captcha", message)
    return form
