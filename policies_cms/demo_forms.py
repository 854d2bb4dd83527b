"""The demo county's forms to fill in, set from demo/content/forms.toml."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from county.papers import render
from policies_cms.models.forms import PaperForm, PaperFormVersion

TEMPLATE = Path(settings.BASE_DIR) / "demo" / "content" / "form.typ"
ISSUER = "明安县民政局"


def load_forms(texts: list[dict[str, Any]]) -> dict[str, PaperForm]:
    """Adds the forms that are missing, with every version as a PDF; answers them by slug."""
    found = {}
    for text in texts:
        facts = {key: text[key] for key in ("purpose", "help", "source")}
        form, made = PaperForm.objects.get_or_create(name=text["name"], defaults=facts)
        if made:
            for line in text["versions"]:
                _add_version(form, text, *line.split("|"))
        found[text["slug"]] = form
    return found


def _add_version(form: PaperForm, text: dict[str, Any], version: str, valid_from: str, note: str) -> None:
    file = ContentFile(_pdf(text, version), name=f"{text['slug']}-{version}.pdf")
    document = get_document_model().objects.create(title=f"{form.name}（{version}）", file=file)
    PaperFormVersion.objects.create(
        form=form, document=document, version=version, valid_from=date.fromisoformat(valid_from), note=note
    )


def _pdf(text: dict[str, Any], version: str) -> bytes:
    content = {
        "title": text["name"],
        "title_lines": [text["name"]],
        "issuer": ISSUER,
        "footer": ISSUER,
        "page": "第{n}页，共{m}页",
        "paragraphs": [text["purpose"], text["help"]],
        "fields": text["fields"],
        "pledge": text["pledge"],
        "signature": "签字（按手印）：",
        "day": "日期：　　　　年　　月　　日",
        "version": f"版本：{version}",
        "notes": [],
    }
    return render(TEMPLATE, content, size="A4", url=f"{settings.PORTAL_BASE_URL}{settings.PORTAL_PREFIX}/guides/forms/")
