"""Guides from structured parts: figures from the settings, forms by version, steps as text and as a drawing."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model

from county.models.benefits import BenefitSettings
from county.models.settings import CountySettings
from county.models.standards import Standard
from policies_cms.figures import FigureKey, figures
from policies_cms.guide_blocks import LimitBlock, StepBlock
from policies_cms.models.forms import PaperForm, PaperFormVersion
from tests.factories_cms import GuideFactory, ServicesFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)
STEPS = [
    (
        "step",
        {
            "title": "收件",
            "who": "窗口",
            "limit": "当场",
            "figure": "",
            "text": "登记。",
            "branches": [{"answer": "材料不齐", "then": "一次说清", "back_to": 1}],
            "onward": "齐全",
        },
    ),
    (
        "step",
        {
            "title": "决定",
            "who": "",
            "figure": "decision",
            "limit": "",
            "text": "书面。",
            "branches": [{"answer": "不同意", "then": "说明理由", "back_to": None}],
            "onward": "同意",
        },
    ),
]


def standard(**kwargs):
    facts = {"effective_from": date(2026, 7, 1), "urban": 720, "rural": 580, "document_number": "明民发〔2026〕8号"}
    return Standard.objects.create(**facts | kwargs)


def page_of(client, guide, query=""):
    response = client.get(guide.get_url() + query)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def form_with(*versions):
    form = PaperForm.objects.create(name="声明", purpose="申报收入")
    for version, day in versions:
        document = get_document_model().objects.create(
            title=version, file=ContentFile(b"%PDF-1.4 x", name=f"{version}.pdf")
        )
        PaperFormVersion.objects.create(form=form, document=document, version=version, valid_from=day)
    return form


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("urban", "720"),
        ("rural", "580"),
        ("edge-urban", "1,080"),
        ("edge-rural", "870"),
        ("edge-factor", "1.5"),
        ("decision", "30"),
        ("delegated", "20"),
        ("extended", "45"),
        ("refusal", "3"),
        ("proposed", "7"),
        ("pay-day", "28"),
        ("step-down", "6"),
        ("business", "3"),
        ("jobless", "3"),
        ("report", "3"),
        ("death", "3"),
        ("supporter-age", "60"),
    ],
)
def test_figures_carry_their_number_and_their_document(key, words):
    standard()
    figure = figures(DAY)[key]
    assert words in figure.words
    assert "〔20" in figure.source


def test_figures_follow_the_settings_and_the_day():
    standard()
    standard(effective_from=date(2027, 1, 1), urban=800, rural=600, document_number="新")
    benefits, county = BenefitSettings.load(), CountySettings.load()
    benefits.edge_factor, benefits.step_down_months = "2", 12
    benefits.save()
    county.pay_day = 10
    county.save()
    found = figures(DAY)
    assert "1,440" in found["edge-urban"].words
    assert "12" in found["step-down"].words
    assert "10" in found["pay-day"].words
    assert "800" in figures(date(2027, 1, 1))["urban"].words


def test_what_the_county_has_not_set_says_so(client):
    assert figures(DAY)["urban"].words == ""
    guide = GuideFactory(standard=[("figure", {"figure": "urban", "note": ""})])
    assert "尚未公布" in page_of(client, guide)


def test_every_figure_can_be_chosen_and_is_there():
    assert set(figures(DAY)) == set(FigureKey.values)


def test_the_least_months_are_not_more_than_the_most():
    settings = BenefitSettings(business_months_least=7, business_months_most=6)
    with pytest.raises(ValidationError) as refused:
        settings.full_clean()
    assert "business_months_least" in refused.value.message_dict


def test_a_guide_shows_figures_limits_and_a_chart_of_the_same_steps(client):
    standard()
    guide = GuideFactory(
        title="低保",
        standard=[("figure", {"figure": "rural", "note": "农村"})],
        steps=STEPS,
        limits=[("limit", {"what": "决定", "figure": "delegated", "limit": "", "source": ""})],
    )
    html = page_of(client, guide)
    for text in ("580", "明民发〔2026〕8号", "20个工作日", "运民发〔2023〕50号 四（二）", "回到第1步"):
        assert text in html
    svg = ElementTree.fromstring(re.search(r"<svg viewBox.*?</svg>", html, re.DOTALL)[0])
    drawn = "".join(node.text or "" for node in svg.iter("text"))
    for words in ("1　收件", "2　决定", "材料不齐：一次说清，回到第1步", "齐全", "30个工作日"):
        assert "".join(words.split()) in "".join(drawn.split())
    assert svg.get("role") == "img"
    assert svg.find("title").text == "流程图：低保"
    assert "不同意：说明理由" in svg.find("desc").text
    assert "style=" not in html


def test_the_large_view_draws_larger_text_in_the_same_width(client):
    guide = GuideFactory(steps=STEPS)
    sizes = [
        {float(size) for size in re.findall(r'font-size="([\d.]+)"', page_of(client, guide, query))}
        for query in ("", "?view=large")
    ]
    assert max(sizes[1]) > max(sizes[0]) >= 16
    assert min(sizes[0]) >= 14


def test_a_single_step_needs_no_drawing(client):
    assert "<figure" not in page_of(client, GuideFactory(steps=STEPS[:1]))


def test_what_editors_type_is_escaped(client):
    steps = [("step", {**value, "title": "<b>甲</b>"}) for _, value in STEPS]
    assert "<b>甲" not in page_of(client, GuideFactory(steps=steps))


@pytest.mark.parametrize("slug", ["calculator", "check", "forms"])
def test_addresses_of_the_tools_are_no_guides(slug):
    guide = GuideFactory()
    guide.slug = slug
    with pytest.raises(ValidationError) as refused:
        guide.full_clean()
    assert "slug" in refused.value.message_dict


def test_a_branch_can_not_lead_back_to_a_step_that_is_not_there():
    guide = GuideFactory()
    guide.steps = [("step", {**STEPS[0][1], "branches": [{"answer": "甲", "then": "乙", "back_to": 2}]})]
    with pytest.raises(ValidationError) as refused:
        guide.full_clean()
    assert "steps" in refused.value.message_dict


@pytest.mark.parametrize(
    ("figure", "limit", "right"),
    [("decision", "", True), ("", "当场", True), ("decision", "30天", False), ("", "", False)],
)
def test_a_limit_is_a_figure_or_words(figure, limit, right):
    block = LimitBlock()
    value = block.to_python({"what": "决定", "figure": figure, "limit": limit, "source": ""})
    if right:
        block.clean(value)
    else:
        with pytest.raises(ValidationError):
            block.clean(value)
    if figure and limit:
        step = StepBlock()
        with pytest.raises(ValidationError):
            step.clean(step.to_python({"title": "甲", "figure": figure, "limit": limit, "text": "乙", "branches": []}))


def test_a_material_offers_the_form_in_use_and_leads_to_those_it_replaced(client):
    form = form_with(("2024-05", date(2024, 5, 1)), ("2026-07", date(2026, 7, 1)), ("2027-01", date(2027, 1, 1)))
    guide = GuideFactory(title="申请低保", materials=[("material", {"name": "声明", "note": "", "form": form})])
    guide.save_revision().publish()
    html = page_of(client, guide)
    assert "2026-07版" in html
    assert "PDF" in html
    assert "2027-01" not in html
    listed = client.get(reverse("policies_cms:forms")).content.decode()
    assert "2024-05版" in listed
    assert "2027-01" not in listed
    assert "申请低保" in listed
    for version in form.versions.filter(valid_from__lte=DAY):
        assert client.get(version.document.url).status_code == 200


def test_no_forms_yet(client):
    assert "窗口有纸质的" in client.get(reverse("policies_cms:forms")).content.decode()


def test_a_form_is_a_file_people_can_open():
    form = form_with(("2026-07", date(2026, 7, 1)))
    document = get_document_model().objects.create(title="压缩包", file=ContentFile(b"x", name="form.zip"))
    version = PaperFormVersion(form=form, document=document, version="2", valid_from=date(2026, 8, 1))
    with pytest.raises(ValidationError) as refused:
        version.full_clean()
    assert "document" in refused.value.message_dict


def test_the_index_leads_to_the_tools(client):
    GuideFactory()
    ServicesFactory()
    html = client.get("/guides/").content.decode()
    for name in ("calculator", "selfcheck", "forms"):
        assert reverse(f"policies_cms:{name}") in html
