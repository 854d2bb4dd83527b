"""The screens of published lists, hides, delegations and villages without a list: who sees them, what they do."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from publicity.actions.hiding import hide
from publicity.models.delegation import Delegation
from publicity.models.events import Hiding, ListEvent
from publicity.models.publications import Publication
from publicity.models.runs import NoRecipients, PublishRun
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, people, published, roster, standard, village

pytestmark = pytest.mark.django_db
LETTER = {"since": "2026-11-20", "scope": "低保审核确认", "letter": "明政办发〔2026〕3号"}


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = TODAY.isoformat()


@pytest.fixture
def listed():
    return published(stage="proposed")


def text(response):
    return unescape(response.content.decode())


def enter(client, user):
    create_role_groups()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def page(client, listed):
    return client.get(reverse("publicity_published_list", args=[listed.pk]))


def act(client, listed, slug, **data):
    return client.post(reverse("publicity_list_act", args=[listed.pk, slug]), data, follow=True)


def test_a_lists_page_shows_state_history_and_what_may_be_done(client, listed):
    enter(client, people().lead)
    shown = text(page(client, listed))
    for part in (listed.title, "11月27日", "延长公示", "暂停公示", "撤回", "变更记录", "王**", "咨询单位"):
        assert part in shown, part
    assert not any(name in shown for name in (*NAMES, HIDDEN_NAME))


@pytest.mark.parametrize(
    ("name", "sees", "buttons"),
    [
        ("lead", True, ("extend", "pause", "hide", "withdraw")),
        ("county", True, ("extend", "pause", "hide", "withdraw")),
        ("township", True, ("hide",)),
        ("clerk", True, ("hide",)),
    ],
)
def test_buttons_by_role(client, listed, name, sees, buttons):
    enter(client, getattr(people(), name))
    response = page(client, listed)
    assert (response.status_code == 200) is sees
    for slug in ("extend", "pause", "resume", "end-early", "hide", "withdraw"):
        address = reverse("publicity_list_act", args=[listed.pk, slug])
        offered = 'class="button' in text(response) and f'href="{address}"' in text(response)
        assert offered is (slug in buttons or (slug == "end-early" and "extend" in buttons)), slug
        status = client.get(address).status_code
        assert (status == 200) is (offered or (slug == "resume" and "extend" in buttons))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.DISCIPLINE, Role.ADMIN])
def test_others_have_no_door(client, listed, role):
    enter(client, StaffFactory(username=f"the-{role}", roles=[role]))
    for address in (
        reverse("publicity_published_list", args=[listed.pk]),
        reverse("publicity_list_act", args=[listed.pk, "withdraw"]),
        reverse("publicity_hidings"),
        reverse("publicity_outage"),
        reverse("publicity_delegations"),
        reverse("publicity_delegation_add"),
        reverse("publicity_empties"),
    ):
        assert client.get(address).status_code in (302, 403), address


def test_another_township_sees_nothing_of_it(client, listed):
    east = AreaFactory(township=True, code="379901001000", name="东城街道")
    office = OfficeFactory(code="dongcheng", name="东城街道民政办公室", kind="township", area=east)
    enter(client, StaffFactory(username="east", roles=[Role.TOWNSHIP_LEAD], office=office))
    assert page(client, listed).status_code in (302, 403)
    act(client, listed, "withdraw", because="mistake", reason="名单有误")
    listed.refresh_from_db()
    assert listed.withdrawn_on is None


def test_an_extension_from_the_form(client, listed):
    enter(client, people().lead)
    shown = text(act(client, listed, "extend", day="2026-12-01", because="outage", reason="公示栏维修"))
    assert "已办理并记入台账" in shown
    assert "公示栏维修" in shown
    listed.refresh_from_db()
    assert listed.closes_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("slug", "data", "words"),
    [
        ("extend", {"day": "2026-11-25", "because": "outage", "reason": "维修"}, "延长后的截止日期必须更晚"),
        ("extend", {"day": "soon", "because": "outage", "reason": "维修"}, "2026-11-30 的样子"),
        ("extend", {"day": "2026-12-01", "because": "outage", "reason": ""}, "请写明理由"),
        ("extend", {"day": "2026-12-01", "because": "outage", "reason": "请联系 13912345678"}, "手机"),
        ("end-early", {"day": "2026-11-25", "because": "decision", "reason": "提前"}, "须满七天"),
        ("resume", {"day": "2026-11-20", "because": "outage", "reason": "恢复"}, "状态已变化"),
    ],
)
def test_what_is_refused_is_said_at_the_form(client, listed, slug, data, words):
    enter(client, people().lead)
    assert words in text(act(client, listed, slug, **data))
    assert not ListEvent.objects.exists()


def test_a_withdrawal_is_told_on_both_sides(client, listed):
    enter(client, people().lead)
    act(client, listed, "withdraw", because="mistake", reason="村名有误")
    assert "村名有误" in text(page(client, listed))
    public = text(client.get(reverse("publicity:list", args=[listed.pk])))
    assert "已撤回" in public
    assert "村名有误" in public
    assert "王**" not in public


def test_one_hides_an_entry_and_another_confirms(client, listed):
    hands = people()
    entry = listed.entries.get(number=3)
    enter(client, hands.township)
    act(client, listed, "hide", entry=entry.pk, because="privacy", reason="可能涉及隐私")
    hiding = Hiding.objects.get()
    assert (hiding.entry, hiding.whole_list) == (entry, False)
    assert client.get(reverse("publicity_hidings")).status_code in (302, 403)
    enter(client, hands.county)
    assert "第 3 行" in text(client.get(reverse("publicity_hidings")))
    address = reverse("publicity_hiding_settle", args=[hiding.pk, "confirm"])
    assert client.get(address).status_code == 200
    client.post(address, {"because": "privacy", "reason": "确应隐藏"})
    hiding.refresh_from_db()
    assert (hiding.result, hiding.settled_by) == ("confirmed", hands.county)
    assert "没有等待第二人处理的事项" in text(client.get(reverse("publicity_hidings")))


def test_who_hid_it_is_told_that_another_must_decide(client, listed):
    lead = people().lead
    hiding = hide(publication=listed, reason="可能涉及隐私", by=lead, today=TODAY)
    enter(client, lead)
    assert "须由另一人处理" in text(client.get(reverse("publicity_hidings")))
    address = reverse("publicity_hiding_settle", args=[hiding.pk, "lift"])
    client.post(address, {"because": "privacy", "reason": "没有问题"})
    hiding.refresh_from_db()
    assert hiding.settled_on is None


def test_outcomes_from_the_table(client, listed, settings):
    enter(client, people().lead)
    second = listed.entries.get(number=2)
    address = reverse("publicity_list_outcomes", args=[listed.pk])
    client.post(address, {f"outcome-{second.pk}": "re-investigating"})
    assert "正在复查" in text(client.get(reverse("publicity:list", args=[listed.pk])))
    settings.PORTAL_TODAY = "2026-11-28"
    client.post(address, {"confirm-others": "1"})
    assert sorted(listed.entries.values_list("outcome", flat=True)) == ["confirmed"] * 3 + ["re-investigating"]
    public = text(client.get(reverse("publicity:list", args=[listed.pk])))
    assert "各户结果" in public
    assert "王**" not in public


def test_a_delegation_changes_who_publishes_and_what_the_public_reads(client):
    standard()
    hands, place = people(), village()
    enter(client, hands.county)
    data = {
        "township": place.parent_id,
        "since": "2026-11-20",
        "scope": "低保审核确认",
        "letter": "明政办发〔2026〕3号",
    }
    shown = text(client.post(reverse("publicity_delegation_add"), data, follow=True))
    assert "委托已公开" in shown
    public = text(client.get(reverse("publicity:area", args=[place.parent_id])))
    for part in ("西河镇人民政府审核确认", "20个工作日", "明政办发〔2026〕3号", "低保审核确认"):
        assert part in public, part
    roster(village=place, by=hands.clerk, stage="approved")
    index = {"stage": "approved", "period": "2026-11"}
    assert 'name="roster"' not in text(client.get(reverse("publicity_publishing"), index))
    enter(client, hands.lead)
    assert 'name="roster"' in text(client.get(reverse("publicity_publishing"), index))
    delegation = Delegation.objects.get()
    enter(client, hands.county)
    client.post(reverse("publicity_delegation_end", args=[delegation.pk]), {"until": "2026-11-19"})
    public = text(client.get(reverse("publicity:area", args=[place.parent_id])))
    assert "30个工作日" in public


def test_an_overlapping_delegation_is_refused_in_words(client):
    place = village()
    enter(client, people().county)
    data = {
        "township": place.parent_id,
        "since": "2026-11-20",
        "scope": "低保审核确认",
        "letter": "明政办发〔2026〕3号",
    }
    client.post(reverse("publicity_delegation_add"), data)
    assert "已有委托" in text(client.post(reverse("publicity_delegation_add"), data))
    assert Delegation.objects.count() == 1


def test_a_village_without_recipients_is_published_and_flagged(client):
    standard()
    hands, place = people(), village()
    other = village("前进村", "379901100299")
    roster(village=other, by=hands.clerk)
    enter(client, hands.county)
    address = reverse("publicity_empties")
    shown = text(client.get(address, {"period": "2026-11", "stage": "long-term"}))
    assert place.long_name in shown
    assert other.long_name not in shown
    data = {"period": "2026-11", "stage": "long-term", "village": place.pk, "why": "all-left", "note": "已核实"}
    shown = text(client.post(address, data, follow=True))
    assert "原有对象已全部退出" in shown
    made = Publication.objects.get()
    assert (made.reason_code, made.shown_households) == ("none-to-show", 0)
    public = text(client.get(reverse("publicity:list", args=[made.pk])))
    assert "已全部退出" not in public
    assert "已核实" not in public


def test_without_reason_or_village_nothing_is_published(client):
    standard()
    place = village()
    enter(client, people().county)
    address, month = reverse("publicity_empties"), {"period": "2026-11", "stage": "long-term"}
    client.post(address, {**month, "village": place.pk, "why": "", "note": ""})
    assert "至少选择一个村" in text(client.post(address, {**month, "why": "moved", "note": ""}))
    assert not NoRecipients.objects.exists()


def test_many_lists_are_published_by_the_worker_with_a_page_that_tells(client, monkeypatch):
    monkeypatch.setattr("publicity.admin.publishing.MANY", 2)
    standard()
    hands = people()
    made = [roster(village=village(f"村{n}", f"37990110025{n}"), by=hands.clerk) for n in range(3)]
    enter(client, hands.county)
    data = {"stage": "long-term", "period": "2026-11", "roster": [item.pk for item in made]}
    shown = text(client.get(reverse("publicity_publishing_confirm"), data))
    assert "可以发布" in shown
    with_run = client.post(reverse("publicity_publishing_confirm"), data, follow=True)
    run = PublishRun.objects.get()
    assert run.total == 3
    assert with_run.redirect_chain[-1][0].endswith(reverse("publicity_publish_run", args=[run.pk]))
    enter(client, hands.clerk)
    assert client.get(reverse("publicity_publish_run", args=[run.pk])).status_code in (302, 403)


def test_an_opening_to_come_is_set_at_the_press(client):
    standard()
    hands = people()
    made = roster(village=village(), by=hands.township, stage="proposed")
    enter(client, hands.lead)
    data = {"stage": "proposed", "period": "2026-11", "roster": made.pk}
    assert "请选择今天或以后的日期" in text(
        client.post(reverse("publicity_publishing_confirm"), {**data, "opens_on": "2026-11-19"})
    )
    client.post(reverse("publicity_publishing_confirm"), {**data, "opens_on": "2026-11-25"})
    listed = Publication.objects.get()
    assert (listed.opens_on, listed.closes_on) == (date(2026, 11, 25), date(2026, 12, 2))
    public = text(client.get(reverse("publicity:list", args=[listed.pk])))
    assert "2026年11月25日开始公示" in public
    assert "王**" not in public
    enter(client, people().lead)
    assert "待公示" in text(client.get(reverse("publicity_published")))


def test_an_appraisal_asks_for_its_day(client):
    standard()
    hands = people()
    made = roster(village=village(), by=hands.township, stage="appraisal")
    enter(client, hands.lead)
    data = {"stage": "appraisal", "period": "2026-11", "roster": made.pk}
    client.post(reverse("publicity_publishing_confirm"), data)
    client.post(reverse("publicity_publishing_confirm"), {**data, "appraised_on": "2026-11-21"})
    assert not Publication.objects.exists()
    client.post(reverse("publicity_publishing_confirm"), {**data, "appraised_on": "2026-11-18"})
    listed = Publication.objects.get()
    public = text(client.get(reverse("publicity:list", args=[listed.pk])))
    assert "2026年11月18日召开" in public
    assert "票" not in public


def test_the_publisher_is_warned_of_those_whom_no_first_list_clears(client):
    standard()
    hands = people()
    made = roster(village=village(), by=hands.clerk, stage="approved")
    enter(client, hands.county)
    shown = text(
        client.get(
            reverse("publicity_publishing_confirm"), {"stage": "approved", "period": "2026-11", "roster": made.pk}
        )
    )
    assert "未列入任何已期满的初审公示名单" in shown
