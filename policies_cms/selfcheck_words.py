"""The self-check's reasons in words: which rule an answer touches, with the county's figure; no promise, no refusal."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.templatetags.portal import yuan
from policies_cms.benefit_words import BENEFITS
from policies_cms.domain.selfcheck import Finding, Reason, Situation, Weight
from policies_cms.figures import FigureKey, Figures

_MONEY: dict[str, Any] = {
    "below-standard": gettext_lazy("%(amount)s yuan a person and month is below the standard of %(limit)s yuan."),
    "below-one-standard": gettext_lazy(
        "%(amount)s yuan a person and month is below the standard of %(limit)s yuan that holds in towns or villages: "
        "ask which one is yours."
    ),
    "below-edge": gettext_lazy(
        "%(amount)s yuan a person and month is not below the standard, but below %(limit)s yuan, "
        "the edge of the allowance."
    ),
    "left-below-standard": gettext_lazy(
        "After what you must pay, %(amount)s yuan a person and month are left: less than the standard of %(limit)s."
    ),
    "left-little": gettext_lazy(
        "After what you must pay, %(amount)s yuan a person and month are left: the window reckons which costs count."
    ),
}


def told_findings(findings: list[Finding], found: Figures) -> list[dict[str, Any]]:
    """Each kind of help with its reasons as sentences and the documents they rest on."""
    return [
        {
            "benefit": finding.benefit.value,
            "title": BENEFITS[finding.benefit.value],
            "meets": finding.weight is Weight.MEETS,
            "reasons": [_told(reason, found) for reason in finding.reasons],
        }
        for finding in findings
    ]


def _told(reason: Reason, found: Figures) -> dict[str, str]:
    if reason.code in _MONEY:
        amount, limit = yuan(_rounded(reason.amount)), yuan(reason.limit)
        words = str(_MONEY[reason.code]) % {"amount": amount, "limit": limit}
        return {"words": words, "source": _source_of_money(reason.code, found)}
    words, key = _plain(found)[reason.code]
    return {"words": words, "source": found[key].source if key else ""}


def _source_of_money(code: str, found: Figures) -> str:
    standard = found[FigureKey.RURAL].source
    more = {"below-edge": found[FigureKey.EDGE_FACTOR].source, "left-below-standard": "运民发〔2023〕50号 一（三）"}
    return "；".join(part for part in (standard, more.get(code, "")) if part)


def _plain(found: Figures) -> dict[str, tuple[str, str]]:
    """Sentences without an amount of the reader's, and the figure whose document they rest on."""
    jobless, old = found[FigureKey.JOBLESS].words, found[FigureKey.SUPPORTER_AGE].words
    return {
        "income-unsaid": (
            _("You did not say how many you are and what comes in: the window reckons it with you."),
            FigureKey.RURAL,
        ),
        "standard-unset": (_("The county has not entered its standard here: ask at the window."), ""),
        "costs-said": (_("Costs that can't be avoided are taken off the income: ask how."), ""),
        Situation.KEPT_DISABLED: (
            _(
                "A grown-up with a severe disability and without work, kept by brothers, sisters or people %(old)s or "
                "more, may apply alone; what these give is not counted as income."
            )
            % {"old": old},
            FigureKey.SUPPORTER_AGE,
        ),
        "edge-disabled": (
            _("In a family at the edge of the allowance, those severely disabled or ill may apply alone."),
            FigureKey.EDGE_FACTOR,
        ),
        Situation.SUDDEN: (
            _("Whoever a sudden misfortune strikes may get help once, where it happened; in haste, help comes first."),
            "",
        ),
        Situation.DISASTER: (
            _("Whoever is still in need after the help for disasters may get temporary assistance."),
            FigureKey.JOBLESS,
        ),
        Situation.JOBLESS: (
            _(
                "Without income for %(months)s and without unemployment insurance, help is given where one works or "
                "mostly lives."
            )
            % {"months": jobless},
            FigureKey.JOBLESS,
        ),
        Situation.GRADUATE: (
            _("Graduates without work for now who lack the basics may get temporary assistance."),
            FigureKey.JOBLESS,
        ),
        Situation.NOBODY: (
            _("Without ability to work, income and anybody who must and can keep them, the state keeps them."),
            "",
        ),
        Situation.NEW_WORK: (
            _("After taking up work the allowance goes on for %(months)s; tell the window in time.")
            % {"months": found[FigureKey.STEP_DOWN].words},
            FigureKey.STEP_DOWN,
        ),
        Situation.NEW_BUSINESS: (
            _("After a first business licence the allowance goes on for %(months)s; tell the window in time.")
            % {"months": found[FigureKey.BUSINESS].words},
            FigureKey.BUSINESS,
        ),
    }


def _rounded(amount: Any) -> Any:
    """To the fen, so that a third of an income does not fill the line."""
    return None if amount is None else round(amount, 2)
