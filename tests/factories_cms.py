"""Pages for tests: a small site and one of each kind."""

from datetime import date

import factory
from wagtail.models import Page, Site

from policies_cms.models.guides import GuideIndexPage, GuidePage
from policies_cms.models.home import HomePage
from policies_cms.models.info import InfoPage
from policies_cms.models.news import NewsIndexPage, NewsPage
from policies_cms.models.policies import PolicyIndexPage, PolicyPage
from policies_cms.models.services import ServiceIndexPage, ServiceWindow
from policies_cms.models.standards import StandardsPage
from policies_cms.models.surveys import SurveyPage


def site_home() -> HomePage:
    """The home page of the default site, made once; the tree's parent is read anew because treebeard counts in it."""
    found = HomePage.objects.first()
    if found:
        return found
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="阳光低保", slug="portal", lead="名单公开，欢迎监督。"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    return home


def index(model: type[Page], slug: str, title: str) -> Page:
    """The one page of an index type, below the home page."""
    found = model.objects.first()
    return found or Page.objects.get(pk=site_home().pk).add_child(instance=model(title=title, slug=slug))


class PageFactory(factory.Factory):
    """Adds a live page below its index."""

    class Meta:
        abstract = True

    title = factory.Sequence(lambda number: f"页面{number}")
    slug = factory.Sequence(lambda number: f"page-{number}")
    live = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        above = index(*cls.parent_page()) if cls.parent_page() else site_home()
        page = Page.objects.get(pk=above.pk).add_child(instance=model_class(*args, **kwargs))
        return model_class.objects.get(pk=page.pk)

    @classmethod
    def parent_page(cls) -> tuple[type[Page], str, str] | None:
        return None


class PolicyFactory(PageFactory):
    class Meta:
        model = PolicyPage

    summary = "一份政策。"
    issuing_body = "明安县民政局"
    document_number = ""
    date_published = date(2026, 7, 1)
    effective_on = date(2026, 7, 1)

    @classmethod
    def parent_page(cls):
        return PolicyIndexPage, "policies", "政策文件"


class GuideFactory(PageFactory):
    class Meta:
        model = GuidePage

    summary = "一份指南。"

    @classmethod
    def parent_page(cls):
        return GuideIndexPage, "guides", "办事指南"


class NewsFactory(PageFactory):
    class Meta:
        model = NewsPage

    summary = "一条消息。"
    day = date(2026, 11, 1)

    @classmethod
    def parent_page(cls):
        return NewsIndexPage, "news", "动态与案例"


class InfoFactory(PageFactory):
    class Meta:
        model = InfoPage

    body = [("text", "<p>正文。</p>")]


class ServicesFactory(PageFactory):
    class Meta:
        model = ServiceIndexPage

    slug = "services"


class StandardsFactory(PageFactory):
    class Meta:
        model = StandardsPage


class SurveyFactory(PageFactory):
    class Meta:
        model = SurveyPage

    thanks = "谢谢您的回答。"


class WindowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceWindow

    name = factory.Sequence(lambda number: f"窗口{number}")
    address = "便民服务中心一楼"
    hours = "工作日 8:30–12:00，14:00–17:30"
    phone = "0599-123-4511"
    offers = "申请最低生活保障\n申请临时救助"
