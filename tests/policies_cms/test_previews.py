"""Every page type has a preview that looks like its public page, drafts included; images must be put in words."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.images import get_image_model
from wagtail.models import Page

from policies_cms.blocks import BodyBlock
from policies_cms.models.base import PortalPage
from tests.factories_cms import (
    GuideFactory,
    InfoFactory,
    NewsFactory,
    PolicyFactory,
    ServicesFactory,
    StandardsFactory,
    SurveyFactory,
    site_home,
)

pytestmark = pytest.mark.django_db

FACTORIES = [GuideFactory, InfoFactory, NewsFactory, PolicyFactory, ServicesFactory, StandardsFactory, SurveyFactory]


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory._meta.model.__name__)
def test_a_draft_can_be_looked_at(factory):
    page = factory(title="未发布的页面", live=False)
    assert page.is_previewable()
    response = page.make_preview_request(RequestFactory().get("/"))
    html = response.content.decode()
    assert "未发布的页面" in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory._meta.model.__name__)
def test_so_can_a_page_that_was_never_saved(factory):
    """As Wagtail's form for a new page makes it."""
    parent = factory().get_parent()
    page = factory.build(title="还没保存的页面", slug="new")
    page.depth = parent.depth + 1
    page.path = Page._get_children_path_interval(parent.path)[1]
    page.set_url_path(parent)
    assert "还没保存的页面" in page.make_preview_request(RequestFactory().get("/")).content.decode()


def test_a_new_replacement_shows_its_line_before_it_is_saved():
    old, other = PolicyFactory(title="旧文件"), PolicyFactory(title="无关文件")
    parent = old.get_parent()
    page = PolicyFactory.build(title="新文件", slug="new", replaces=old)
    page.depth, page.path = parent.depth + 1, Page._get_children_path_interval(parent.path)[1]
    assert [one.title for one in page.line()] == ["旧文件", "新文件"]
    assert other.line() == []


def test_so_can_the_pages_above():
    for page in [
        site_home(),
        *(factory().get_parent().specific for factory in (GuideFactory, NewsFactory, PolicyFactory)),
    ]:
        assert isinstance(page, PortalPage)
        assert page.make_preview_request(RequestFactory().get("/")).status_code == 200


@pytest.mark.parametrize(("alt", "decorative", "good"), [("", False, False), ("流程图", False, True), ("", True, True)])
def test_an_image_is_put_in_words_or_marked_as_decoration(alt, decorative, good, monkeypatch):
    image = get_image_model()(title="图", width=4, height=4)
    image.contextual_alt_text, image.decorative = alt, decorative
    block = BodyBlock().child_blocks["image"]
    monkeypatch.setattr(block.child_blocks["image"], "clean", lambda value: value)
    if good:
        block.clean(image)
    else:
        with pytest.raises(ValidationError):
            block.clean(image)
