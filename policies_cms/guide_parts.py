"""The parts of a guide ready to show: figures filled in, forms in their version, steps as text and as a drawing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from policies_cms.domain.flow import Chart, FlowStep, layout
from policies_cms.figures import Figures, words_of

EM = 16.0
LARGE_EM = 21.0
"""Text of the large view in units of a drawing that is as wide as a small phone."""


def told_figures(blocks: Iterable[Any], found: Figures) -> list[dict[str, str]]:
    """Label, amount, source and note of each chosen figure; `words` are empty where the county has set none."""
    rows = []
    for block in blocks:
        figure = found.get(block.value.get("figure") or "")
        if figure is not None:
            rows.append({**vars(figure), "note": block.value.get("note", "")})
    return rows


def told_limits(blocks: Iterable[Any], found: Figures) -> list[dict[str, str]]:
    """What for, how long and by which document."""
    rows = []
    for block in blocks:
        value = block.value
        figure = found.get(value.get("figure") or "")
        rows.append(
            {
                "what": value.get("what"),
                "limit": words_of(found, value.get("figure") or "", value.get("limit") or ""),
                "source": value.get("source") or (figure.source if figure else ""),
            }
        )
    return rows


def told_materials(blocks: Iterable[Any], day: date) -> list[dict[str, Any]]:
    """What to bring, with the version of its form that counts on `day` and how many it replaced."""
    rows = []
    for block in blocks:
        form = block.value.get("form")
        current, earlier = form.versions_on(day) if form else (None, [])
        rows.append(
            {
                "name": block.value.get("name", ""),
                "note": block.value.get("note", ""),
                "form": form,
                "version": current,
                "earlier": len(earlier),
            }
        )
    return rows


def told_steps(blocks: Iterable[Any], found: Figures) -> list[dict[str, Any]]:
    """Steps in words, with what branches off."""
    return [
        {
            "title": block.value.get("title", ""),
            "note": "　·　".join(
                part
                for part in (
                    block.value.get("who", ""),
                    words_of(found, block.value.get("figure") or "", block.value.get("limit", "")),
                )
                if part
            ),
            "text": block.value.get("text", ""),
            "branches": [_branch(branch) for branch in block.value.get("branches") or []],
            "onward": block.value.get("onward", ""),
        }
        for block in blocks
    ]


def _branch(value: Any) -> str:
    back = value.get("back_to")
    parts = {"answer": value["answer"], "then": value["then"], "step": back}
    if back:
        return _("%(answer)s: %(then)s, back to step %(step)s") % parts
    return _("%(answer)s: %(then)s") % parts


def flow_chart(steps: list[dict[str, Any]], *, large: bool) -> Chart | None:
    """The steps drawn; nothing for a single step, which needs no drawing."""
    if len(steps) < 2:
        return None
    drawn = [
        FlowStep(
            title=f"{number}　{step['title']}",
            note=step["note"].replace("　", " "),
            branches=tuple(step["branches"]),
            onward=step["onward"],
        )
        for number, step in enumerate(steps, start=1)
    ]
    return layout(drawn, em=LARGE_EM if large else EM)
