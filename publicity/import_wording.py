"""What is wrong with a roster, in words: for each code what to do about it. Used by the command and the admin."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publicity.domain.roster_rows import Column, Problem

COLUMNS = {
    Column.CERTIFICATE: gettext_lazy("certificate number"),
    Column.TOWNSHIP: gettext_lazy("township"),
    Column.VILLAGE: gettext_lazy("village"),
    Column.NAME: gettext_lazy("head of household"),
    Column.IDENTITY: gettext_lazy("ID number"),
    Column.SIZE: gettext_lazy("household size"),
    Column.COVERED: gettext_lazy("covered persons"),
    Column.RESIDENCE: gettext_lazy("rural or urban"),
    Column.CATEGORY: gettext_lazy("category"),
    Column.AMOUNT: gettext_lazy("amount a month"),
    Column.CONFIDENTIAL: gettext_lazy("confidential"),
}
MESSAGES = {
    # the file
    "empty-file": gettext_lazy("The file is empty. Choose the file with the roster."),
    "file-too-large": gettext_lazy("The file is larger than 20 MB. Leave pictures out, or split it by township."),
    "password-protected": gettext_lazy("The file is protected by a password. Save it without one and upload it again."),
    "old-xls": gettext_lazy("The file is in the old Excel format (.xls). Save it as .xlsx and upload it again."),
    "pdf-file": gettext_lazy("The file is a PDF, whatever its name says. Upload the Excel or CSV file it came from."),
    "wrong-type": gettext_lazy("The file is neither an Excel workbook (.xlsx) nor a CSV table."),
    "broken-file": gettext_lazy("The workbook is damaged. Open it in Excel, save it anew and upload it again."),
    "unpacks-too-large": gettext_lazy("The workbook unpacks to more than can be read safely. Save only the roster."),
    # the sheet
    "no-heading": gettext_lazy(
        "No row with headings was found: head of household, ID number and amount must stand in one row among the "
        "first 20."
    ),
    "heading-missing": gettext_lazy("These columns are missing: %(columns)s. Add them, with a heading."),
    "heading-twice": gettext_lazy("Two columns have this heading or one of the same meaning. Keep one."),
    "no-rows": gettext_lazy("There is no household below the headings."),
    "several-sheets": gettext_lazy("More than one sheet holds a roster. Put all rows into one sheet."),
    # rows
    "certificate-missing": gettext_lazy("The certificate number is missing. Fill it in."),
    "certificate-shape": gettext_lazy("A certificate number has digits, letters and hyphens only. Correct it."),
    "certificate-repeated": gettext_lazy(
        "This certificate number stands in %(earlier)s already. Delete one row or correct it."
    ),
    "township-missing": gettext_lazy("The township is missing. Fill it in."),
    "township-unknown": gettext_lazy("This county has no township of this name. Correct it."),
    "village-missing": gettext_lazy("The village is missing. Fill it in."),
    "village-unknown": gettext_lazy("%(township)s has no village of this name. Correct village or township."),
    "area-not-yours": gettext_lazy("This village is not among those you import for. Take the row out."),
    "name-missing": gettext_lazy("The name of the head of household is missing. Fill it in."),
    "name-formula": gettext_lazy("A name can't be a formula. Type the name itself."),
    "name-characters": gettext_lazy("A name has letters only, without digits or signs. Correct it."),
    "id-missing": gettext_lazy("The ID number is missing. Fill it in."),
    "id-shape": gettext_lazy("An ID number has 18 places: 17 digits and a digit or X. Enter it as text."),
    "id-check": gettext_lazy("The check digit of the ID number is wrong. Compare it with the card."),
    "id-birth": gettext_lazy("The date of birth in the ID number is impossible. Compare it with the card."),
    "identity-repeated": gettext_lazy("This ID number stands in %(earlier)s already. Delete one row or correct it."),
    "number-missing": gettext_lazy("The number is missing. Fill it in."),
    "count-not-number": gettext_lazy("This is not a number of persons. Write it in digits."),
    "count-range": gettext_lazy("A number of persons is whole and between 1 and 50. Correct it."),
    "covered-over-size": gettext_lazy(
        "More persons are covered than the household has (%(size)s). Correct one of the two."
    ),
    "residence-unknown": gettext_lazy("Write rural allowance or urban allowance here."),
    "category-unknown": gettext_lazy("The category is A, B or C. Correct it."),
    "amount-not-number": gettext_lazy("This is not an amount. Write yuan in digits, such as 300 or 300.50."),
    "amount-not-positive": gettext_lazy("An amount is more than zero. Correct it."),
    "amount-decimals": gettext_lazy("An amount has at most two decimals. Correct it."),
    "amount-too-large": gettext_lazy("No household gets this much a month. Correct it."),
    "since-shape": gettext_lazy("Write the month as 2026-11."),
    "formula": gettext_lazy("Formulas are not calculated here. Paste the value instead."),
    # warnings
    "partly-covered": gettext_lazy(
        "Only some of the %(size)s persons of this family are covered. Check that this is meant."
    ),
    "confidential-unclear": gettext_lazy("Neither yes nor no; the household is treated as confidential."),
    "since-later": gettext_lazy("The allowance begins after the month of this roster. Check that this is meant."),
    "total-households": gettext_lazy("The total row says otherwise: there are %(sum)s households above it."),
    "total-covered_persons": gettext_lazy("The total row does not add up: the rows above make %(sum)s persons."),
    "total-amount": gettext_lazy("The total row does not add up: the rows above make %(sum)s yuan."),
    "total-unreadable": gettext_lazy(
        "The total is not a number (a formula is not calculated), so it was not compared."
    ),
    "month-differs": gettext_lazy("The title names another month (%(months)s) than the one chosen (%(period)s)."),
    "village-absent": gettext_lazy(
        "%(area)s had %(count)s households and has no row in this file. Nothing is stored for it."
    ),
    "replaces": gettext_lazy("%(count)s villages have a roster of this month already; confirming replaces it."),
    "replaces-published": gettext_lazy(
        "%(count)s villages have a roster of this month already; confirming replaces it. %(published)s lists of them "
        "are published; they stay as they are until somebody publishes anew."
    ),
}


def message(problem: Problem) -> str:
    """One problem or warning in words, with what to do."""
    params = {name: _joined(name, value) for name, value in problem.params.items()}
    text = str(MESSAGES[problem.code]) % params if params else str(MESSAGES[problem.code])
    if problem.also:
        text += " " + _("Look at %(cells)s too.") % {"cells": "、".join(problem.also)}
    return text


def told(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as the contract's JSON has them."""
    return [{"cell": each.cell, "value": each.value, "code": each.code, "message": message(each)} for each in problems]


def _joined(name: str, value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return value
    words = [str(COLUMNS[Column(item)]) for item in value] if name == "columns" else list(value)
    return "、".join(words)
