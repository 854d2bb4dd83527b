"""The directory of windows: filtered, dialled, printed, and kept right."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.panels import ObjectList

from county.actions import create_role_groups
from county.actions.links import short_link
from county.domain.roles import Role
from county.models.audit import AuditEntry
from county.models.standards import Standard, StandardTier
from policies_cms.actions import set_up_workflow
from policies_cms.models.services import ServiceMatter
from policies_cms.wagtail_hooks import snippet_changed, snippets_deleted
from tests.factories_cms import GuideFactory, PolicyFactory, ServicesFactory, StandardsFactory, WindowFactory, site_home
from tests.factories_county import AreaFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    page = ServicesFactory(title="服务窗口")
    guide = GuideFactory(title="临时救助指南")
    urgent = ServiceMatter.objects.create(name="申请临时救助", guide=guide, order=1)
    other = ServiceMatter.objects.create(name="变更账户", order=2)
    west, east = (AreaFactory(township=True, code=code) for code in ("379901100000", "379901200000"))
    one = WindowFactory(name="西窗口", area=west, phone="0599-123-4511、12345", offers="领表")
    two = WindowFactory(name="东窗口", area=east, phone="0599-123-4512", offers="")
    one.matters.set([urgent, other])
    one.save()
    two.matters.set([urgent])
    two.save()
    return page, one, two, urgent, other


def shown(client, page, **query):
    return client.get(page.get_url(), query).content.decode()


def test_windows_with_what_can_be_done_there(client, directory):
    page, one, two, urgent, _ = directory
    html = shown(client, page)
    for text in ("西窗口", "东窗口", "变更账户", "领表", "tel:05991234511", "tel:12345", urgent.guide.get_url()):
        assert text in html
    assert f'id="{one.anchor}"' in html
    assert reverse("publicity:area", args=[two.area_id]) in html


def test_filters(client, directory):
    page, one, two, _, other = directory
    assert "东窗口" not in shown(client, page, township=one.area_id)
    assert "东窗口" not in shown(client, page, matter=other.pk)
    assert "西窗口" in shown(client, page, matter=other.pk)
    html = shown(client, page, township=two.area_id, matter=other.pk)
    assert 'id="window-' not in html
    assert "没有窗口办这件事" in html
    for wrong in ("x", "'", "999999", ""):
        assert "西窗口" in shown(client, page, township=wrong, matter=wrong)


def test_no_windows_yet(client):
    assert "tel:" in shown(client, ServicesFactory())
    assert "还没有录入窗口" in shown(client, ServicesFactory(slug="again"))


def test_a_page_of_a_township_to_print(client, directory):
    _, one, _, _, _ = directory
    address = reverse("policies_cms:township", args=[one.area_id])
    link = short_link(path=address, title="西窗口")
    response = client.get(address)
    html = response.content.decode()
    assert "西窗口" in html
    assert "东窗口" not in html
    assert f"/qr/{link.pk}.svg" in html
    assert html.count("<h1") == 1
    assert not response.cookies


@pytest.mark.parametrize("code", ["0", "nonsense", "379901100201"])
def test_no_page_for_what_is_no_township(client, directory, code):
    AreaFactory(code="379901100201")
    assert client.get(reverse("policies_cms:township", args=[code])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "民政办"), ("phone", "0599-12"), ("hours", "工作日"), ("hours", "17:30-8:30")]
)
def test_what_sends_people_for_nothing_is_refused(field, value):
    window = WindowFactory(area=AreaFactory(township=True))
    setattr(window, field, value)
    with pytest.raises(ValidationError) as refused:
        window.full_clean()
    assert field in refused.value.message_dict


def test_an_old_number_that_can_not_be_read_is_still_shown():
    window = WindowFactory.build(phone="12-34 张三")
    assert window.phones[0].shown == "12-34 张三"
    assert window.phones[0].dial == "1234"


def test_standards_with_chart_table_tiers_and_documents(client):
    old = Standard.objects.create(
        effective_from=date(2025, 7, 1), urban=690, rural=550, document_number="明民发〔2025〕6号"
    )
    new = Standard.objects.create(
        effective_from=date(2026, 7, 1), urban=720, rural=580, document_number="明民发〔2026〕8号"
    )
    StandardTier.objects.create(standard=new, residence="rural", name="A类", who="无劳动能力", least=290, most=580)
    policy = PolicyFactory(title="标准通知", document_number="明民发〔2026〕8号")
    html = client.get(StandardsFactory(title="标准").get_url()).content.decode()
    for text in ("+30", "<svg", 'role="img"', "A类", "无劳动能力", policy.get_url(), old.document_number):
        assert text in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("least", "most", "field"), [(100, 50, "least"), (0, 600, "most"), (-1, 50, "least"), (0, 580, None)]
)
def test_tiers_within_the_standard(least, most, field):
    standard = Standard.objects.create(effective_from=date(2026, 7, 1), urban=720, rural=580, document_number="新")
    tier = StandardTier(standard=standard, residence="rural", name="A类", who="甲", least=least, most=most)
    if field is None:
        tier.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        tier.full_clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize("amount", [0, -1, 100_000])
def test_a_standard_nobody_could_mean(amount):
    with pytest.raises(ValidationError) as refused:
        Standard(effective_from=date(2026, 7, 1), urban=720, rural=amount, document_number="新").full_clean()
    assert "rural" in refused.value.message_dict


def test_whoever_changes_a_window_is_in_the_trail(rf):
    window = WindowFactory(area=AreaFactory(township=True))
    request = rf.post("/admin/")
    request.user = StaffFactory()
    snippet_changed(request, window)
    entry = AuditEntry.objects.get(verb="snippet.change")
    assert entry.actor == request.user
    assert entry.subject == f"servicewindow:{window.pk}"


def test_the_trail_keeps_what_a_window_said_before(client):
    create_role_groups()
    set_up_workflow(root=site_home())
    client.force_login(StaffFactory(roles=[Role.EDITOR]))
    window = WindowFactory(area=AreaFactory(township=True), phone="0599-123-4511")
    url = reverse(window.snippet_viewset.get_url_name("edit"), args=[window.pk])
    form = {name: getattr(window, name) for name in ("name", "address", "hours", "offers", "note")}
    form |= {"area": window.area.pk, "phone": "0599-765-4321"}
    assert client.post(url, form).status_code == 302
    assert AuditEntry.objects.get(verb="snippet.change").detail == {
        "phone": {"from": "0599-123-4511", "to": "0599-765-4321"}
    }


@pytest.mark.parametrize("field", ["name", "address", "offers", "note"])
def test_a_window_names_no_account(field):
    window = WindowFactory.build(area=AreaFactory(township=True), **{field: "押金汇到 6222 0212 3456 7890"})
    with pytest.raises(ValidationError) as refused:
        window.clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(("method", "entries"), [("get", 0), ("post", 1)])
def test_a_form_taken_away_is_in_the_trail_once_it_is_confirmed(rf, method, entries):
    request = getattr(rf, method)("/admin/")
    request.user = StaffFactory()
    snippets_deleted(request, [ServiceMatter.objects.create(name="领表")])
    assert AuditEntry.objects.filter(verb="snippet.change").count() == entries


def test_editors_may_keep_windows_matters_and_forms_but_not_delete_them(client):
    set_up_workflow(root=site_home())
    codes = set(Group.objects.get(name="editor").permissions.values_list("codename", flat=True))
    for model in ("servicewindow", "servicematter", "paperform"):
        assert {f"add_{model}", f"change_{model}", f"view_{model}"} <= codes
        assert f"delete_{model}" not in codes


@pytest.mark.parametrize(("most", "valid"), [("580", True), ("600", False)])
def test_the_form_of_a_standard_checks_its_tiers_against_it(most, valid):
    handler = ObjectList(Standard.panels).bind_to_model(Standard)
    data = {
        "effective_from": "2026-07-01",
        "urban": "720",
        "rural": "580",
        "document_number": "明民发〔2026〕8号",
        "tiers-TOTAL_FORMS": "1",
        "tiers-INITIAL_FORMS": "0",
        "tiers-0-residence": "rural",
        "tiers-0-name": "A类",
        "tiers-0-who": "无劳动能力",
        "tiers-0-least": "290",
        "tiers-0-most": most,
    }
    form = handler.get_form_class()(data, instance=Standard())
    assert form.is_valid() is valid
