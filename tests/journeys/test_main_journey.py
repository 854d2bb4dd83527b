"""The main job end to end, on the real files, in a real browser: import, publish, look up, object, decide, write."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.journeys.acts import choose, go_on, look_up, press, send, step
from tests.journeys.conftest import Portal, sign_in

pytestmark = pytest.mark.journey
DATA = Path(settings.BASE_DIR, "demo/data")
XIANGYANG = "379901100200"
PROPOSED = "proposed-2026-11-西河镇.xlsx"
SECRET = "蓝色山茶会计给亲戚办了低保"


@pytest.fixture(scope="module")
def told() -> SimpleNamespace:
    """What one step tells the next."""
    return SimpleNamespace()


def hand_in(page: Page, file: Path, stage: str) -> str:
    """Uploads a roster; answers what the next screen says."""
    page.goto("/admin/rosters/import/")
    page.select_option("select[name=stage]", stage)
    page.fill("input[name=period]", "2026-11")
    page.set_input_files("input[name=file]", file)
    press(page, "main form button[type=submit]")
    return page.inner_text("main")


def test_the_resident_finds_octobers_list(visitor, told):
    visitor.goto("/")
    visitor.fill("input[name=q]", "向阳村")
    press(visitor, "form.find button")
    assert visitor.locator("main a:has-text('向阳村')").count() >= 2, "two townships have a 向阳村"
    visitor.goto(f"/publicity/{XIANGYANG}/")
    press(visitor, "main a[href*='/publicity/list/']")
    assert "**" in visitor.inner_text("table.list")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("renamed.xlsx", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
    ],
)
def test_the_clerk_is_told_why_a_file_is_no_roster(desk, portal, tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    sign_in(desk, portal, "clerk")
    text = hand_in(desk, file, "long-term")
    assert "没有入库" in text or "没有存入" in text, text


def test_the_clerk_sees_each_bad_row_with_its_cell(desk, portal):
    sign_in(desk, portal, "clerk")
    text = hand_in(desk, DATA / "roster-bad-rows.xlsx", "long-term")
    cells = set(desk.locator("main table code").all_inner_texts())
    assert {re.sub(r"\D", "", cell) for cell in cells} == {"24", "25", "26", "27", "28", "30", "31", "32"}, text


def test_the_clerk_imports_november_and_sees_what_changed(desk, portal):
    sign_in(desk, portal, "clerk")
    text = hand_in(desk, DATA / "roster-2026-11.xlsx", "long-term")
    for figure in ("742", "1400", "573,978", "14"):
        assert figure in text.replace("1,400", "1400"), text
    totals = [cell.strip() for cell in desk.locator("main table tbody tr").first.locator("td").all_inner_texts()]
    assert totals[:4] == ["14", "22", "5", "11"]
    assert desk.locator("main table tbody tr").count() >= 31
    press(desk, "button:has-text('确认')")
    assert "742" in desk.inner_text("body")
    desk.goto("/admin/publicity/publish/?stage=long-term&period=2026-11")
    assert desk.locator("form[action*='publish']").count() == 0, "who imports never publishes"


def test_the_township_may_bring_in_its_own_villages_only(desk, portal):
    sign_in(desk, portal, "township")
    assert "不在您的导入范围内" in hand_in(desk, DATA / "roster-2026-11.xlsx", "long-term")
    assert desk.locator("button:has-text('确认')").count() == 0
    text = hand_in(desk, DATA / PROPOSED, "proposed")
    assert "12" in text
    press(desk, "button:has-text('确认')")


def test_another_hand_publishes(desk, portal, told):
    publish(desk, portal, "county", "long-term", 30)
    publish(desk, portal, "township-lead", "proposed", 5)


def test_the_proposed_list_is_masked_and_tells_its_last_day(visitor, told):
    visitor.goto(f"/publicity/{XIANGYANG}/")
    press(visitor, "main a[href*='/publicity/list/']:has-text('拟')")
    text = visitor.inner_text("main")
    told.list = visitor.url
    for shown in ("韩**", "胡**", "曾**", "2026年11月27日", "0599-123-4567", "580"):
        assert shown in text, text
    for hidden in ("韩清玉", "胡荣水", "曾杰伟", "379901196809192663"):
        assert hidden not in visitor.content()


def test_the_resident_looks_a_full_name_up(visitor):
    visitor.goto("/publicity/query/")
    visitor.select_option("select[name=village]", XIANGYANG)
    visitor.fill("input[name=name]", "韩清玉")
    press(visitor, "main form button.button")
    assert "韩**" in visitor.inner_text("main")
    assert "韩清玉" not in visitor.url
    assert visitor.context.cookies() == []


def test_the_citizen_objects_to_an_entry(visitor, told):
    visitor.goto(told.list)
    press(visitor, "table.list tr:first-child a[href*='/objection/']")
    choose(visitor, "reason", "income")
    go_on(visitor)
    visitor.fill("textarea[name=text]", "他家今年开了饭店，有两辆车。")
    go_on(visitor)
    told.objection = send(visitor)
    assert "2026年12月4日" in told.objection.promised
    assert visitor.context.cookies() == []


def test_an_applicant_on_no_list_asks_for_a_review(visitor, told):
    visitor.goto("/objection/?door=review")
    visitor.fill("input[name=name]", "申请人甲")
    visitor.fill("input[name=phone]", "13800000000")
    go_on(visitor)
    visitor.select_option("select[name=place]", "379901100202")
    go_on(visitor)
    choose(visitor, "dispute", "not-listed")
    go_on(visitor)
    visitor.fill("textarea[name=text]", "我家的收入算错了，请复核。")
    go_on(visitor)
    told.review = send(visitor)
    assert "2026年12月4日" in told.review.promised
    assert visitor.context.cookies() == []


def test_someone_reports_a_village_cadre_without_a_name(visitor, told):
    visitor.goto("/tip/")
    choose(visitor, "problem", "kin")
    go_on(visitor)
    choose(visitor, "whom", "village-cadre")
    go_on(visitor)
    visitor.select_option("select[name=place]", XIANGYANG)
    go_on(visitor)
    visitor.fill("textarea[name=text]", SECRET)
    go_on(visitor)
    told.tip = send(visitor)
    assert "2026年12月4日" in told.tip.promised
    assert visitor.context.cookies() == []


def test_the_sender_comes_back_with_the_code_and_a_wrong_code_tells_nothing(visitor, told):
    assert "已收到" in look_up(visitor, told.objection.code)
    wrong = str((int(told.objection.code) + 1) % 10**25).zfill(25)
    assert "已收到" not in look_up(visitor, wrong)
    assert visitor.context.cookies() == []


def test_the_township_reviews_and_decides_the_objection(desk, portal, told):
    sign_in(desk, portal, "township")
    desk.goto("/admin/cases/")
    numbers = desk.locator("table.listing tbody tr a").all_inner_texts()
    queue = desk.inner_text("main")
    assert "匿名" not in queue
    assert SECRET[:4] not in queue
    row = desk.locator("table.listing tbody tr", has_text="向阳村").filter(has_text="异议").first
    with desk.expect_navigation():
        row.locator("a").first.click()
    assert "他家今年开了饭店" in desk.inner_text("main")
    told.case, told.township_sees = desk.url, numbers
    step(desk, "accept")
    step(desk, "start-review")
    step(
        desk,
        "decide",
        outcome="partly",
        change="amount",
        evidence="11月20日入户，查看营业执照。",
        reasons="入户核查：饭店为其弟经营，该户收入略有增加。",
        public_text="经复核，该户收入有变化，保障金额下月重新核定。",
    )
    assert desk.locator("form[action$='/step/approve/']").count() == 0, "who decided cannot approve"


def test_the_lead_approves_and_the_result_is_publicised_again(desk, visitor, portal, told):
    sign_in(desk, portal, "township-lead")
    desk.goto(told.case)
    step(desk, "approve")
    assert "入户核查" in look_up(visitor, told.objection.code)
    visitor.goto(f"/publicity/{XIANGYANG}/")
    press(visitor, "main a[href*='/publicity/review/']")
    assert "保障金额下月重新核定" in visitor.inner_text("main")


def test_the_tip_about_the_cadre_is_opened_by_discipline_alone(desk, portal, told):
    sign_in(desk, portal, "discipline")
    desk.goto("/admin/cases/")
    numbers = desk.locator("table.listing tbody tr a").all_inner_texts()
    assert len(numbers) == 1
    assert not set(numbers) & set(told.township_sees)
    press(desk, "table.listing tbody tr:first-child td.title a")
    assert SECRET in desk.inner_text("main")
    address = desk.url
    for other in ("township", "township-lead", "county", "clerk", "admin"):
        sign_in(desk, portal, other)
        desk.goto("/admin/cases/")
        assert numbers[0] not in desk.content(), other
        desk.goto(address)
        assert SECRET not in desk.content(), other


def publish(page: Page, portal: Portal, username: str, stage: str, lists: int) -> None:
    """Publishes every list of a stage for November: choose, look, press."""
    sign_in(page, portal, username)
    page.goto(f"/admin/publicity/publish/?stage={stage}&period=2026-11")
    expect(page.locator("input[name=roster]:checked")).to_have_count(lists)
    press(page, "form[action$='/publish/confirm/'] button[type=submit]")
    expect(page.locator("main section h2")).to_have_count(lists)
    page.click("form[method=post][action$='/publish/confirm/'] button[type=submit]")
    expect(page.locator("main a[href*='/publicity/list/']")).to_have_count(lists, timeout=60_000)
