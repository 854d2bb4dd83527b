"""Numbers that are given once, lines of documents, filters, attachments, the editor's form."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page, Revision

from county.domain.roles import Role
from county.models.audit import AuditEntry
from county.models.settings import CountySettings
from policies_cms import receivers
from policies_cms.domain.validity import Validity
from policies_cms.models.attachments import PolicyAttachment
from policies_cms.models.news import NewsKind
from policies_cms.models.numbers import IndexNumber
from policies_cms.models.policies import PolicyIndexPage, PolicyPage
from tests.factories_cms import NewsFactory, PolicyFactory
from tests.factories_county import AreaFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.PORTAL_TODAY = "2026-11-21"


def publish(page: PolicyPage) -> PolicyPage:
    page.save_revision().publish()
    return PolicyPage.objects.get(pk=page.pk)


def faults(page: PolicyPage) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    return set(refused.value.message_dict)


def test_what_follows_from_publishing_happens_with_it_or_neither_does(monkeypatch):
    AreaFactory(county=True)
    page = PolicyFactory(live=False)

    def fails(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(receivers, "repeal_replaced", fails)
    with pytest.raises(RuntimeError):
        publish(page)
    monkeypatch.undo()
    assert not PolicyPage.objects.get(pk=page.pk).live
    assert not IndexNumber.objects.exists()


def test_the_first_publication_gives_a_number_and_later_ones_keep_it():
    AreaFactory(county=True)
    first, second = publish(PolicyFactory()), publish(PolicyFactory())
    assert (first.index_number, second.index_number) == ("379901/2026-00001", "379901/2026-00002")
    first.index_number = "MINE/1"
    assert publish(first).index_number == "379901/2026-00001"
    assert IndexNumber.objects.count() == 2


def test_the_county_sets_the_code_before_the_number():
    CountySettings.objects.update_or_create(pk=1, defaults={"index_prefix": "11379901MB1"})
    assert publish(PolicyFactory()).index_number == "11379901MB1/2026-00001"


def test_a_typed_number_stays_and_comes_only_once():
    page = publish(PolicyFactory(index_number="MA-MZ-2026-0008"))
    assert page.index_number == "MA-MZ-2026-0008"
    assert "index_number" in faults(PolicyFactory.build(index_number="ma-mz-2026-0008"))
    rival = PolicyFactory()
    PolicyPage.objects.filter(pk=rival.pk).update(index_number="MA-MZ-2026-0008")
    rival.refresh_from_db()
    revision = Revision.objects.create(
        content_object=rival,
        base_content_type=rival.get_base_content_type(),
        content=rival.serializable_data(),
        object_str="",
    )
    revision.publish()
    rival.refresh_from_db()
    assert rival.index_number != "MA-MZ-2026-0008"


def test_the_number_of_a_deleted_document_never_comes_again():
    page = publish(PolicyFactory())
    number = page.index_number
    page.delete()
    assert publish(PolicyFactory()).index_number != number
    assert IndexNumber.objects.filter(number=number, page=None).exists()


def test_a_copy_has_no_number():
    page = publish(PolicyFactory())
    copy = page.copy(update_attrs={"slug": "copy", "title": "副本"}, keep_live=False)
    assert copy.specific.index_number == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("document_number", "八号文"),
        ("index_number", "索引号一"),
        ("date_published", date(2026, 1, 1)),
        ("repealed_on", date(2020, 1, 1)),
    ],
)
def test_what_can_not_be_is_named(name, value):
    page = PolicyFactory(date_written=date(2026, 6, 1))
    setattr(page, name, value)
    assert faults(page) == {name}


def test_brackets_are_put_right():
    page = PolicyFactory()
    page.document_number = "明民发[2026] 第08号"
    page.full_clean()
    assert page.document_number == "明民发〔2026〕8号"


def test_documents_never_replace_each_other_in_a_circle():
    old = PolicyFactory()
    middle = PolicyFactory(replaces=old)
    new = PolicyFactory(replaces=middle)
    for target in (new, middle, old):
        old.replaces = target
        assert faults(old) == {"replaces"}
    new.full_clean()


def test_only_an_explanation_explains():
    page = PolicyFactory()
    page.interpretation = Page.objects.get(pk=NewsFactory(kind=NewsKind.NEWS).pk)
    assert faults(page) == {"interpretation"}
    page.interpretation = Page.objects.get(pk=NewsFactory(kind=NewsKind.INTERPRETATION).pk)
    page.full_clean()


def test_a_replacement_ends_the_older_document_on_its_first_day(client):
    old = publish(PolicyFactory(title="旧办法", effective_on=date(2020, 1, 1), date_published=date(2020, 1, 1)))
    draft = PolicyPage.objects.get(pk=old.pk)
    draft.summary = "还没有批准的改动。"
    draft.save_revision()
    new = publish(PolicyFactory(title="新办法", replaces=old, effective_on=date(2026, 7, 1)))
    old.refresh_from_db()
    assert old.repealed_on == date(2026, 7, 1)
    assert old.validity_on(date(2026, 6, 30))["code"] == Validity.IN_FORCE
    assert AuditEntry.objects.get(verb="page.repeal").subject == f"page:{old.pk}"
    again = publish(old.get_latest_revision_as_object())
    assert (again.repealed_on, again.summary) == (date(2026, 7, 1), "还没有批准的改动。")
    html = client.get(new.get_url()).content.decode()
    assert html.index("旧办法") < html.rindex("新办法")


@pytest.mark.parametrize("reason", ["unwanted", "already ended", "begins earlier"])
def test_nothing_is_ended_where_it_should_not(reason):
    old = PolicyFactory(effective_on=date(2020, 1, 1), date_published=date(2020, 1, 1))
    new = PolicyFactory(replaces=old)
    if reason == "unwanted":
        new.repeals_replaced = False
    elif reason == "already ended":
        old.repealed_on = date(2021, 1, 1)
        old.save()
    else:
        new.effective_on = date(2019, 1, 1)
    before = PolicyPage.objects.get(pk=old.pk).repealed_on
    publish(new)
    assert PolicyPage.objects.get(pk=old.pk).repealed_on == before


@pytest.mark.parametrize("state", list(Validity))
@pytest.mark.parametrize("at", [date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1)])
def test_every_state_asked_of_the_database_agrees_with_the_rule(state, at):
    for expires, repealed in [
        (None, None),
        (date(2026, 12, 31), None),
        (None, date(2027, 1, 1)),
        (date(2026, 7, 1), date(2026, 12, 31)),
    ]:
        PolicyFactory(expires_on=expires, repealed_on=repealed)
    found = set(PolicyPage.objects.in_state(state, at))
    assert found == {page for page in PolicyPage.objects.all() if page.validity_on(at)["code"] == state}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"甲", "乙", "丙"}),
        ("?state=repealed", {"丙"}),
        ("?state=in-force", {"甲", "乙"}),
        ("?year=2025", {"乙"}),
        ("?body=民政部", {"乙"}),
        ("?subject=社会救助/监督", {"甲"}),
        ("?state=in-force&year=2026", {"甲"}),
        ("?state=not-yet", set()),
        ("?state=<script>&year=0&body=%00", {"甲", "乙", "丙"}),
    ],
)
def test_the_list_can_be_narrowed(client, query, titles):
    PolicyFactory(title="甲", subject="社会救助/监督")
    PolicyFactory(title="乙", issuing_body="民政部", date_published=date(2025, 5, 1), effective_on=date(2025, 5, 1))
    PolicyFactory(title="丙", repealed_on=date(2026, 11, 21))
    html = client.get(PolicyIndexPage.objects.get().get_url() + query).content.decode()
    assert {title for title in "甲乙丙" if f">{title}</a>" in html} == titles
    assert "<script>" not in html


def test_an_older_version_of_an_attachment_stays_reachable(client):
    policy = PolicyFactory()
    model = get_document_model()
    for version, replaced in (("2026-07", None), ("2025-01", date(2026, 7, 1))):
        document = model.objects.create(title=version, file=ContentFile(b"%PDF-", name=f"{version}.pdf"))
        PolicyAttachment.objects.create(
            page=policy, document=document, title="申请表", version=version, replaced_on=replaced
        )
    html = client.get(policy.get_url()).content.decode()
    newer, older = html.split("<details>")
    assert "2026-07" in newer
    assert "2025-01" not in newer
    assert "2025-01" in older
    assert "2026年7月1日" in older


def test_the_record_is_a_table_with_a_caption(client):
    html = client.get(PolicyFactory(document_number="明民发〔2026〕8号").get_url()).content.decode()
    record = html.split('<table class="record">')[1].split("</table>")[0]
    assert "<caption>" in record
    assert record.count('<th scope="row">') >= 5


@pytest.fixture
def editor(client):
    user = StaffFactory(roles=[Role.EDITOR], is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def test_a_new_document_begins_with_today_and_the_county_s_bureau(client, editor):
    parent = PolicyFactory().get_parent()
    response = client.get(reverse("wagtailadmin_pages:add", args=["policies_cms", "policypage", parent.pk]))
    form = response.context["form"]
    assert form["date_published"].value() == date(2026, 11, 21)
    assert form["issuing_body"].value() == CountySettings.load().organiser
    assert not form.fields["index_number"].disabled


def test_a_given_number_can_not_be_edited(client, editor):
    page = publish(PolicyFactory())
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.context["form"].fields["index_number"].disabled
