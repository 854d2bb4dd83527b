"""The county sets what lists show: by form, after a look at made-up rows, within limits; what is out stays."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from county.actions import create_role_groups
from county.models.audit import AppendOnlyError, AuditEntry
from county.models.settings import CountySettings
from publicity.actions.disclosure import PastDay, profile_in_force, set_profile
from publicity.actions.drafts import Ground, Key, draft
from publicity.actions.errors import DisclosureMissing, ForbiddenPattern, NotAllowed, ProgrammeOff, TooEarly
from publicity.actions.publishing import publish_list
from publicity.domain.causes import cause_of
from publicity.domain.disclosure import FIELDS, Channel, Limit, NotDisclosable, default_profile
from publicity.domain.stages import Programme, Stage
from publicity.models.disclosure import DisclosureProfile
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import Publication
from publicity.wording import refusal
from tests.factories_publicity import HIDDEN_NAME, TODAY, people, published, roster, standard, village

pytestmark = pytest.mark.django_db
WEB = ["name", "household_size", "amount"]


BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def hands():
    made = people()
    create_role_groups()  # roles open the admin's door; what is behind it, the views decide
    return made


@pytest.fixture(autouse=True)
def that_day(settings):
    settings.PORTAL_TODAY = TODAY.isoformat()


def address(channel="web", stage="long-term", programme="dibao"):
    return reverse("publicity_disclosure_edit", args=[programme, stage, channel])


def wish(**changes):
    return {"fields_shown": WEB, "name": "masked", "in_force_from": TODAY.isoformat(), "step": "save"} | changes


def choose(by, *, channel="web", fields=WEB, name="masked", stage="long-term", on=TODAY, programme="dibao"):
    return set_profile(
        stage=stage,
        channel=channel,
        programme=programme,
        fields=fields,
        name=name,
        in_force_from=on,
        by=by,
        today=TODAY,
    )


def test_only_the_county_sets_it(client, hands):
    for user in (hands.clerk, hands.lead, hands.township):
        client.force_login(user, backend=BACKEND)
        assert client.get(reverse("publicity_disclosure")).status_code in (302, 403)
        assert client.post(address(), wish()).status_code in (302, 403)
        with pytest.raises(NotAllowed):
            choose(user)
    assert not DisclosureProfile.objects.exists()


def test_nothing_is_saved_before_the_sample_was_seen(client, hands):
    client.force_login(hands.county, backend=BACKEND)
    assert "尚未修改过" in client.get(reverse("publicity_disclosure")).content.decode()
    preview = client.post(address(), wish(step="preview")).content.decode()
    assert not DisclosureProfile.objects.exists()
    assert "张**" in preview
    assert "张三丰" in preview  # the notice has names in full
    assert "李不宣" not in preview
    assert preview.count("<h3>") == len(Channel)
    assert client.post(address(), wish()).status_code == 302
    made = DisclosureProfile.objects.get()
    assert (made.fields, made.set_by) == (WEB, hands.county)
    assert "户主、家庭人口、月保障金额（元）" in client.get(reverse("publicity_disclosure")).content.decode()


@pytest.mark.parametrize(
    ("channel", "changes", "words"),
    [
        ("web", {"fields_shown": [*WEB, "id_number"]}, "任何情况下都不得公示"),
        ("web", {"fields_shown": [*WEB, "illness"]}, "任何情况下都不得公示"),
        ("web", {"fields_shown": [*WEB, "cause"]}, "不属于该救助项目"),
        ("web", {"fields_shown": ["household_size", "amount"]}, "户主姓名必须保留"),
        ("web", {"fields_shown": ["name", "amount"]}, "家庭人口必须保留"),
        ("web", {"fields_shown": ["name", "household_size"]}, "金额必须保留"),
        ("web", {"fields_shown": []}, "户主姓名必须保留"),
        ("feed", {"fields_shown": ["name", "amount", "income_band"]}, "未在网页公示"),
        ("web", {"in_force_from": "2026-11-19"}, "今天或以后"),
        ("web", {"name": "full"}, "选择"),
        ("feed", {"name": "full"}, "选择"),
    ],
)
def test_what_runs_against_a_limit_is_refused_with_the_reason(client, hands, channel, changes, words):
    client.force_login(hands.county, backend=BACKEND)
    for step in ("preview", "save"):
        page = client.post(address(channel), wish(step=step, **changes))
        assert page.status_code == 200
        assert words in page.content.decode()
    assert not DisclosureProfile.objects.exists()


def test_the_action_itself_holds_the_limits(hands):
    for bad in ({"channel": "web", "name": "full"}, {"channel": "feed", "name": "full"}, {"fields": ["name", "phone"]}):
        with pytest.raises(NotDisclosable):
            choose(hands.county, **bad)
    with pytest.raises(PastDay):
        choose(hands.county, on=date(2026, 11, 19))


def test_a_later_day_changes_nothing_until_then(hands):
    choose(hands.county, on=date(2026, 12, 1))
    assert profile_in_force("long-term", "web", on=TODAY) == default_profile(Stage.LONG_TERM, Channel.WEB)
    assert [*profile_in_force("long-term", "web", on=date(2026, 12, 1)).fields] == WEB


def test_a_shorter_page_shortens_paper_and_feed(hands):
    choose(hands.county)
    for channel in ("notice", "feed"):
        assert [*profile_in_force("long-term", channel, on=TODAY).fields] == WEB
    with pytest.raises(NotDisclosable) as refused:
        choose(hands.county, channel="feed", fields=["name", "amount", "category"])
    assert refused.value.breaches[0].limit is Limit.BEYOND_WEB


def test_versions_are_kept_logged_and_on_record(hands):
    made = choose(hands.county)
    with pytest.raises(AppendOnlyError):
        made.save()
    with pytest.raises(AppendOnlyError):
        made.delete()
    entry = AuditEntry.objects.get(verb="disclosure.set")
    assert entry.detail["fields"] == WEB
    body = json.loads(bytes(LedgerEntry.objects.latest("index").leaf))
    assert (body["type"], body["fields"], body["channel"]) == ("disclosure", WEB, "web")


def outputs(client, pk):
    return [
        client.get(reverse(f"publicity:{name}", args=[pk])).content.decode("utf-8", "replace")
        for name in ("list", "list_csv", "list_json")
    ]


def test_the_new_list_shows_the_new_columns_and_the_old_one_its_own(client, hands):
    old = published()
    choose(hands.county, fields=["name", "household_size", "amount", "income_band"])
    other = village("前进村", "379901100299")
    roster(village=other, by=hands.clerk)
    new = publish_list(stage="long-term", period="2026-11", village=other, by=hands.county, today=TODAY)
    old_page, old_table, old_data = outputs(client, old.pk)
    assert all("B类" in text for text in (old_page, old_table))
    assert "保障人口" in old_table
    assert set(json.loads(old_data)["rows"][0]) == {
        "number", "name", "household_size", "covered_persons", "residence", "category", "amount", "salt",
    }  # fmt: skip
    page, table, data = outputs(client, new.pk)
    assert "家庭人均收入" in page
    assert all("B类" not in text and "保障人口" not in text for text in (page.split("<table")[1], table))
    assert set(json.loads(data)["rows"][0]) == {"number", "name", "household_size", "amount", "income_band", "salt"}
    assert list(new.entries.order_by().values_list("category", "covered_persons", "residence").distinct()) == [
        (None, None, None)
    ]


@pytest.mark.parametrize(
    "fields", [["name", "household_size", "amount"], [str(item) for item in FIELDS[Programme.DIBAO]]]
)
def test_a_protected_household_is_on_no_output_of_any_profile(client, hands, fields):
    choose(hands.county, fields=fields)
    place = village()
    made = roster(village=place, by=hands.clerk, names=("王秀英", "李建国"))
    hidden = made.rows.get(head_name=HIDDEN_NAME)
    hidden.amount = "31234.50"
    hidden.save()
    made.amount += Decimal("30634.50")
    made.save()
    standard()
    made = publish_list(stage="long-term", period="2026-11", village=place, by=hands.county, today=TODAY)
    assert made.shown_households == 2
    assert HIDDEN_NAME[0] not in {name[0] for name in made.entries.values_list("name_masked", flat=True)}
    for text in outputs(client, made.pk):
        assert HIDDEN_NAME not in text
        assert "31,234.50" not in text
        assert "31234.50" not in text


def test_an_unread_id_hides_the_household(hands):
    place = village()
    made = roster(village=place, by=hands.clerk)
    made.rows.filter(head_name="李建国").update(person_key="")
    standard()
    out = publish_list(stage="long-term", period="2026-11", village=place, by=hands.county, today=TODAY)
    assert "李**" not in out.entries.values_list("name_masked", flat=True)


@pytest.mark.parametrize(("day", "refused"), [(date(2026, 9, 30), True), (date(2026, 10, 1), False)])
def test_no_list_goes_out_before_ages_are_known(hands, day, refused):
    place = village()
    made = roster(village=place, by=hands.clerk)
    standard()
    key = Key(Stage.LONG_TERM, "2026-11", place)
    problems = draft(key=key, roster=made, ground=Ground.read(day)).problems()
    assert any(isinstance(problem, TooEarly) for problem in problems) is refused


def test_a_name_without_letters_blocks_with_its_row(hands):
    place = village()
    made = roster(village=place, by=hands.clerk, names=("王秀英", "**"))
    standard()
    problems = draft(key=Key(Stage.LONG_TERM, "2026-11", place), roster=made, ground=Ground.read(TODAY)).problems()
    assert [refusal(problem) for problem in problems] == [
        "第 2 行的姓名中没有可识别的文字，无法脱敏，请更正花名册后重新导入。"
    ]


def test_a_number_in_the_full_name_blocks_though_the_mask_hides_it(hands):
    place = village()
    made = roster(village=place, by=hands.clerk, names=("王秀英", "李建国 138 1234 5678"))
    standard()
    (problem,) = draft(key=Key(Stage.LONG_TERM, "2026-11", place), roster=made, ground=Ground.read(TODAY)).problems()
    assert isinstance(problem, ForbiddenPattern)
    assert "第 2 行" in refusal(problem)
    assert "138" not in refusal(problem)


def test_publishing_shows_how_many_rows_can_be_recognised(client, hands):
    made = roster(village=village(), by=hands.clerk)
    standard()
    client.force_login(hands.county, backend=BACKEND)
    query = {"stage": "long-term", "period": "2026-11", "roster": str(made.pk)}
    page = client.get(reverse("publicity_publishing_confirm"), query).content.decode()
    assert "4 行脱敏信息中有 4 行在本村是唯一的" in page
    assert "不影响公示" in page


def test_a_programme_that_is_off_has_no_screen_and_no_list(client, hands):
    client.force_login(hands.county, backend=BACKEND)
    assert client.get(address(programme="temporary")).status_code == 404
    settings = CountySettings.load()
    settings.lists_temporary = True
    settings.save()
    assert client.get(address(programme="temporary")).status_code == 200
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("programme", "switch", "heading", "inside", "outside"),
    [
        ("temporary", "lists_temporary", "临时救助公示", ["一次性救助金额", "家庭变故"], ["类别", "心脏病"]),
        (
            "low-income-edge",
            "lists_low_income_edge",
            "低保边缘家庭长期公示",
            ["认定人数"],
            ["金额（元）</th>", "类别</th>"],
        ),
        ("tekun", "lists_tekun", "特困人员救助供养长期公示", ["月供养金额"], ["类别</th>"]),
        ("step-down", "lists_step_down", "低保渐退家庭公示", ["月保障金额"], []),
    ],
)
def test_a_list_of_another_programme_has_its_own_heading_and_columns(
    client, hands, programme, switch, heading, inside, outside
):
    place = village()
    made = roster(village=place, by=hands.clerk)
    made.programme = programme
    made.save()
    made.rows.update(cause=cause_of("因心脏病手术"), note="因心脏病手术")
    standard()
    settings = CountySettings.load()
    settings.tekun_standard = settings.temporary_standard = "按明民发〔2026〕9号执行"
    settings.save()
    wanted = {"stage": "long-term", "period": "2026-11", "village": place, "by": hands.county, "today": TODAY}
    with pytest.raises(ProgrammeOff):
        publish_list(**wanted, programme=programme)
    setattr(settings, switch, True)
    settings.save()
    out = publish_list(**wanted, programme=programme)
    page, table, data = outputs(client, out.pk)
    assert heading in page
    assert json.loads(data)["programme"] == programme
    assert all(words in page.split("<table")[1] for words in inside)
    assert not [words for words in outside if words in page.split("<table")[1]]
    assert "心脏" not in page + table + data


def test_a_programme_without_its_standard_is_not_published(hands):
    place = village()
    made = roster(village=place, by=hands.clerk)
    made.programme = "tekun"
    made.save()
    standard()
    settings = CountySettings.load()
    settings.lists_tekun = True
    settings.save()
    with pytest.raises(DisclosureMissing):
        publish_list(
            stage="long-term", period="2026-11", village=place, by=hands.county, today=TODAY, programme="tekun"
        )
