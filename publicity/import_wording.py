"""What is wrong with a roster, in words: for each code what to do about it. Used by the command and the admin."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publicity.domain.roster_reading import SheetLayout
from publicity.domain.roster_terms import Column, Problem

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
    Column.PER_CAPITA: gettext_lazy("supplement per person"),
    Column.AMOUNT: gettext_lazy("amount a month"),
    Column.ACCOUNT: gettext_lazy("account number (never read)"),
    Column.SINCE: gettext_lazy("since"),
    Column.CONFIDENTIAL: gettext_lazy("confidential"),
    Column.NOTE: gettext_lazy("remark"),
    Column.RELATION: gettext_lazy("relation to the head"),
    Column.MEMBER: gettext_lazy("name of the member"),
    Column.MEMBER_IDENTITY: gettext_lazy("ID number of the member"),
    Column.ENTITLED: gettext_lazy("whether the member is covered"),
    Column.CHANGE: gettext_lazy("what changed"),
}
MESSAGES = {
    # the file
    "empty-file": gettext_lazy("The file is empty. Choose the file with the roster."),
    "file-too-large": gettext_lazy("The file is larger than 20 MB. Leave pictures out, or split it by township."),
    "password-protected": gettext_lazy("The file is protected by a password. Save it without one and upload it again."),
    "old-xls": gettext_lazy(
        "The file is in the old Excel format (.xls). Open it in Excel or WPS, choose Save as, choose the type "
        "Excel workbook (*.xlsx), and upload the new file."
    ),
    "binary-xlsb": gettext_lazy(
        "The file is a binary workbook (.xlsb). Open it, choose Save as, choose the type Excel workbook (*.xlsx), and "
        "upload the new file."
    ),
    "ods-file": gettext_lazy(
        "The file is an OpenDocument spreadsheet (.ods). Open it, choose Save as, choose the type Excel workbook "
        "(*.xlsx), and upload the new file."
    ),
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
    "no-heading-people": gettext_lazy(
        "This sheet names people but has no headings, so it can't be read. Copy the headings into it, or delete it."
    ),
    "changes-only": gettext_lazy(
        "This is a table of changes, not a roster: everybody it does not name would count as having left. Hand in the "
        "whole roster of the month."
    ),
    "changes-beside": gettext_lazy("This sheet is a table of changes beside the roster and was not read."),
    "several-months": gettext_lazy(
        "The sheets are rosters of several months (%(months)s). Keep only the sheets of the month that you import."
    ),
    "other-county": gettext_lazy(
        "None of the %(count)s households has a township and village of %(county)s: this seems to be another county's "
        "file. Choose the right file."
    ),
    "other-county-certificates": gettext_lazy(
        "All certificate numbers begin with %(prefix)s, those of %(county)s with %(code)s: this seems to be another "
        "county's file. Choose the right file."
    ),
    "lost-characters": gettext_lazy(
        "Characters were lost here when the file was saved. Save the original again as .xlsx, or as CSV in UTF-8, "
        "and type in what is missing."
    ),
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
    "village-ambiguous": gettext_lazy(
        "Several villages go by this name: %(candidates)s. Write the long name, with the township."
    ),
    "area-not-yours": gettext_lazy("This village is not among those you import for. Take the row out."),
    "name-missing": gettext_lazy("The name of the head of household is missing. Fill it in."),
    "name-formula": gettext_lazy("A name can't be a formula. Type the name itself."),
    "name-characters": gettext_lazy("A name has letters only, without digits or signs. Correct it."),
    "id-missing": gettext_lazy("The ID number is missing. Fill it in."),
    "id-shape": gettext_lazy("An ID number has 18 places: 17 digits and a digit or X. Enter it as text."),
    "id-check": gettext_lazy("The check digit of the ID number is wrong. Compare it with the card."),
    "id-birth": gettext_lazy("The date of birth in the ID number is impossible. Compare it with the card."),
    "identity-repeated": gettext_lazy("This ID number stands in %(earlier)s already. Delete one row or correct it."),
    "id-rounded": gettext_lazy(
        "This ID number was kept as a number, so its last digits are lost. Format the column as text first, then "
        "enter the number again from the card."
    ),
    "certificate-rounded": gettext_lazy(
        "This certificate number was kept as a number, so its last digits are lost. Format the column as text first, "
        "then enter it again."
    ),
    "head-missing": gettext_lazy("None of this household's rows is the head's. Write 户主 or 本人 as one's relation."),
    "head-twice": gettext_lazy(
        "This household has a head in %(earlier)s already. Give this person another relation, or a certificate of "
        "their own."
    ),
    "amount-differs": gettext_lazy(
        "The rows of this household have different amounts. Write the household's amount once, in the head's row."
    ),
    "household-differs": gettext_lazy("The rows of this household say different things here. Make them one."),
    "cell-merged": gettext_lazy(
        "This cell is merged with the one above, so two rows share it. Give each household its own, or add a column "
        "与户主关系 when the rows are persons of one household."
    ),
    "cell-struck": gettext_lazy("Only this cell is struck through. Write what is right, or strike the whole row."),
    "row-stopped": gettext_lazy(
        "This row says that the household is stopped. Take it out of the roster, or clear the mark."
    ),
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
    "formula": gettext_lazy(
        "This formula was saved without its value. Open the file in Excel and save it again, or paste the value "
        "instead; only products and sums of cells in the same row are calculated here."
    ),
    "formula-error": gettext_lazy("The formula here gives an error. Type the value itself."),
    # warnings
    "partly-covered": gettext_lazy(
        "Only some of the %(size)s persons of this family are covered. Check that this is meant."
    ),
    "confidential-unclear": gettext_lazy("Neither yes nor no; the household is treated as confidential."),
    "since-ambiguous": gettext_lazy(
        "Excel turns 10 into 1 here: read as January. If October is meant, write it with a hyphen, as in 2026-10."
    ),
    "sheet-hidden": gettext_lazy(
        "The hidden sheet %(sheet)s is a roster too and was not read. Show it and upload the file again if it counts."
    ),
    "row-hidden": gettext_lazy(
        "The hidden row %(first)s was not read. Show it (also clear filters) and upload the file again if it counts."
    ),
    "rows-hidden": gettext_lazy(
        "The hidden rows %(first)s to %(last)s were not read. Show them (also clear filters) and upload the file again "
        "if they count."
    ),
    "column-hidden": gettext_lazy("Column %(column)s is hidden and was read all the same. Check what stands in it."),
    "row-struck": gettext_lazy(
        "This row is struck through and was not read. Clear the strike and upload the file again if it counts."
    ),
    "head-changed": gettext_lazy(
        "Under this certificate stood %(earlier)s before. If the head has died or left, check that the members and the "
        "amount were counted anew; otherwise correct the certificate number."
    ),
    "identity-changed": gettext_lazy("The ID number of this head was another one before. Compare it with the card."),
    "person-elsewhere": gettext_lazy(
        "The same person stands on the roster of %(area)s for this month. Find out where the household lives: only "
        "one of the two may stay."
    ),
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
    if problem.code == "sheet-hidden":
        params["sheet"] = problem.sheet
    text = str(MESSAGES[problem.code]) % params if params else str(MESSAGES[problem.code])
    if problem.also:
        text += " " + _("Look at %(cells)s too.") % {"cells": "、".join(problem.also)}
    return text


def told(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as the contract's JSON has them; `sheet` is the title of the sheet that `cell` lies in."""
    return [
        {
            "cell": each.cell,
            "value": each.value,
            "code": each.code,
            "message": message(each),
            "sheet": each.sheet,
        }
        for each in problems
    ]


def columns_read(layouts: Iterable[SheetLayout]) -> list[dict[str, Any]]:
    """What each column with a heading was taken for, by sheet, and how that is known."""
    return [
        {
            "sheet": each.sheet,
            "column": view.letters,
            "heading": view.heading,
            "meaning": view.column.value if view.column else "",
            "how": view.how.value,
        }
        for each in layouts
        for view in each.layout.views
    ]


def _joined(name: str, value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return value
    words = [str(COLUMNS[Column(item)]) for item in value] if name == "columns" else list(value)
    return "、".join(words)
