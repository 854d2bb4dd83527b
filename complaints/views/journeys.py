"""The three doors: tip, objection and review, question by question."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from complaints import tokens
from complaints.actions.holding import HoldingFull, hold_files
from complaints.captcha import new_challenge
from complaints.domain.clock import CLOCK
from complaints.domain.kinds import Kind, Subject
from complaints.domain.routing import AboutDiscipline
from complaints.forms.base import FILES, FILES_STEP, Journey, Step, StepForm
from complaints.forms.doubt import OBJECTION, REVIEW
from complaints.forms.send import FilesForm, SendForm
from complaints.forms.tip import LEFT_OUT, TIP
from complaints.uploads import refused_files
from complaints.views.filled import Filled
from complaints.views.handing_in import Handing, NotTaken, Problem, Sent, hand_in
from complaints.views.quiet import QuietView, expired_page, posted
from complaints.views.receipts import receipt_page
from complaints.views.sending import listed_entry, too_late
from complaints.windows import APPLY, HELP_APPLY, guide_path, windows_near
from county.today import today

CHECK, SEND, STAY = "check", "send", "stay"


class JourneyView(QuietView):
    """Shows one question a page; everything said so far travels sealed in the form."""

    journey: Journey = TIP
    section = "tips"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first question."""
        return self.ask(request, Filled.begun(), self.journey.steps[0])

    def post(self, request: HttpRequest) -> HttpResponse:
        """An answer, a way back, or the sending."""
        try:
            filled = Filled.unsealed(posted(request, "state"), self.journey.door)
        except tokens.TokenRefused:
            return expired_page(request, self.journey, self.section)
        go = posted(request, "go")
        if go == SEND:
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
        if step.slug == FILES:
            return self.take_files(request, filled)
        form = step.form(request.POST)
        if not form.is_valid():
            return self.ask(request, filled, step, form)
        filled = filled.after(step, form.answers())
        return self.detour(request, filled, step) or self.go_on(request, filled)

    def take_files(self, request: HttpRequest, filled: Filled) -> HttpResponse:
        """Holds what was chosen, also when some of it is refused, and drops what was unchosen."""
        filled, form = _held(request, filled)
        if form.errors:
            return self.ask(request, filled, FILES_STEP, form)
        filled = filled.after(FILES_STEP)
        return self.ask(request, filled, FILES_STEP) if posted(request, "go") == STAY else self.go_on(request, filled)

    def detour(self, request: HttpRequest, filled: Filled, step: Step) -> HttpResponse | None:
        """A page between two questions: help first for who is left out, the level above for the discipline office."""
        if step.slug == "whom" and filled.answers["whom"] == Subject.DISCIPLINE.value:
            return self.discipline(request, filled)
        if step.slug == "where":
            return self.help_first(request, filled, step, filled.answers.get("place", ""))
        return None

    def discipline(self, request: HttpRequest, filled: Filled) -> HttpResponse:
        """Nothing is taken in: where to turn instead, with what was typed to take along."""
        context = {
            **self.shared(filled),
            "typed": [filled.answers["text"]] if filled.answers.get("text") else [],
            "back": "to:whom",
        }
        return render(request, "complaints/discipline.html", context)

    def help_first(self, request: HttpRequest, filled: Filled, step: Step, place: str) -> HttpResponse:
        """How to apply or help someone apply, at the window of the place."""
        onward = filled.next_step(self.journey)
        context = {
            **self.shared(filled),
            "back": f"to:{step.slug}",
            "onward": f"to:{onward.slug}" if onward else CHECK,
            "windows": windows_near(place),
            "apply": guide_path(APPLY),
            "help_apply": guide_path(HELP_APPLY),
        }
        return render(request, "complaints/left_out.html", context)

    def go_on(self, request: HttpRequest, filled: Filled) -> HttpResponse:
        """The next question, or the check page."""
        step = filled.next_step(self.journey)
        return self.ask(request, filled, step) if step else self.check(request, filled)

    def ask(
        self, request: HttpRequest, filled: Filled, step: Step, form: StepForm | FilesForm | None = None
    ) -> HttpResponse:
        """One question page."""
        steps = self.journey.asked(filled.answers)
        number = steps.index(step)
        of_files = step.slug == FILES
        context = {
            **self.shared(filled),
            "step": step,
            "form": form or (FilesForm() if of_files else step.form(initial=filled.answers)),
            "number": number + 1,
            "total": len(steps) + 1,
            "back": f"to:{steps[number - 1].slug}" if number else "",
            "first": not number,
        }
        return render(request, "complaints/files.html" if of_files else "complaints/question.html", context)

    def check(self, request: HttpRequest, filled: Filled, problem: Problem | None = None) -> HttpResponse:
        """Everything said so far with its files, and the captcha; `problem` is why it could not be sent."""
        missing = filled.next_step(self.journey) or self.journey.unanswered(filled.answers)
        if missing:
            return self.ask(request, filled, missing)
        challenge = new_challenge()
        form = SendForm({}, words=challenge.words) if problem else SendForm(words=challenge.words)
        if problem:
            form.full_clean()
            form.errors.clear()
            form.add_error("captcha" if problem.by_captcha else None, problem.words)
        steps = self.journey.asked(filled.answers)
        context = {
            **self.shared(filled),
            "parts": [(step, step.form.described(filled.answers)) for step in steps if step.slug != FILES],
            "form": form,
            "challenge": challenge,
            "token": tokens.seal({"nonce": tokens.new_nonce(), "answers": challenge.answers}, purpose="captcha"),
            "number": len(steps) + 1,
            "total": len(steps) + 1,
            "back": f"to:{steps[-1].slug}",
        }
        return render(request, "complaints/check.html", context)

    def send(self, request: HttpRequest, filled: Filled) -> HttpResponse:
        """Takes the case in once, however often the button was pressed and from however many windows."""
        if self.journey.unanswered(filled.answers):
            return self.check(request, filled)
        filled, form = _held(request, filled)
        if form.errors:
            return self.ask(request, filled, FILES_STEP, form)
        done = hand_in(
            Handing(self.journey.door, filled, challenge=posted(request, "challenge"), typed=posted(request, "captcha"))
        )
        if isinstance(done, Sent):
            return receipt_page(request, done.receipt)
        if isinstance(done, NotTaken):
            return self.not_taken(request, filled, done)
        if isinstance(done, Problem):
            return self.check(request, filled, done)
        return render(request, "complaints/already.html", {"journey": self.journey, "section": self.section})

    def not_taken(self, request: HttpRequest, filled: Filled, refusal: NotTaken) -> HttpResponse:
        """Nothing was stored: where to turn instead."""
        if isinstance(refusal.why, AboutDiscipline):
            return self.discipline(request, filled)
        return render(request, "complaints/nobody.html", {**self.shared(filled), "back": CHECK}, status=503)

    def shared(self, filled: Filled) -> dict[str, Any]:
        """What every page of the journey shows."""
        return {
            "journey": self.journey,
            "answers": filled.answers,
            "files": filled.files,
            "state": filled.sealed(self.journey.door),
            "section": self.section,
        }


class TipView(JourneyView):
    """The tip-off."""

    journey = TIP


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
            context = {"unknown": bool(request.GET.get("list")), "review_days": CLOCK[Kind.REVIEW].days}
            return render(request, "complaints/doors.html", {**context, "section": self.section})
        answers = {"list": found.list_id, "entry": found.entry_id} if found else {}
        return self.ask(request, Filled.begun(answers), self.journey.asked(answers)[0])

    def detour(self, request: HttpRequest, filled: Filled, step: Step) -> HttpResponse | None:
        """Help first also for whom a doubt says is missing from a list."""
        if step.slug == "doubt" and filled.answers["reason"] == LEFT_OUT:
            found = listed_entry(filled.answers.get("list", ""), "")
            place = found.publication.village_id if found else filled.answers.get("place", "")
            return self.help_first(request, filled, step, place)
        return super().detour(request, filled, step)

    def shared(self, filled: Filled) -> dict[str, Any]:
        """With the list's entry as it stands there, and whether its window has ended."""
        found = listed_entry(filled.answers.get("list", ""), filled.answers.get("entry", ""))
        return {**super().shared(filled), "listed": found, "late": bool(found and too_late(found))}


def _held(request: HttpRequest, filled: Filled) -> tuple[Filled, FilesForm]:
    """With the files of this request, as far as they are taken, and without those unchosen; the form has the rest."""
    dropped = request.POST.getlist("drop")
    kept = [one for one in filled.files if one.pk not in dropped]
    size = sum(one.size for one in kept)
    form = FilesForm(request.POST, request.FILES, refused=refused_files(request), before=size, count=len(kept))
    form.full_clean()
    try:
        kept += hold_files(files=form.taken, key=filled.key, today=today()) if form.taken else []
    except HoldingFull:
        form.add_error("files", _("No more files can be taken here now. Go on; add them later with the receipt code"))
    return filled.with_files(kept), form
