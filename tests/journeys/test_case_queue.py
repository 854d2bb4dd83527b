"""A day at the desk in a real browser: find, choose columns, give, ask for more, decide, approve, go up again."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.journeys.acts import choose, go_on, look_up, press, send, step
from tests.journeys.conftest import axe_violations, sign_in

pytestmark = pytest.mark.journey
XIANGYANG = "379901100200"
SHANGPING = "379901100202"


@pytest.fixture(scope="module")
def told() -> SimpleNamespace:
    """What one step tells the next."""
    return SimpleNamespace()


def numbers(page: Page) -> list[str]:
    """The case numbers on this page of the queue."""
    return [text.strip() for text in page.locator("table.listing td.title a").all_inner_texts()]


def test_an_applicant_writes_in(visitor, told):
    visitor.goto("/objection/?door=review")
    visitor.fill("input[name=name]", "申请人乙")
    visitor.fill("input[name=phone]", "13800000000")
    go_on(visitor)
    visitor.select_option("select[name=place]", SHANGPING)
    go_on(visitor)
    choose(visitor, "dispute", "not-listed")
    go_on(visitor)
    visitor.fill("textarea[name=text]", "我家的收入算错了，请复核。")
    go_on(visitor)
    told.review = send(visitor)


def test_a_letter_is_entered_and_its_receipt_stands_on_paper(desk, portal, told):
    sign_in(desk, portal, "township")
    desk.goto("/admin/cases/new/")
    desk.select_option("select[name=way]", "paper")
    desk.fill("input[name=received_on]", "2026-11-18")
    desk.select_option("select[name=kind]", "tip-household")
    desk.select_option("select[name=subject]", "household")
    desk.select_option("select[name=place]", XIANGYANG)
    desk.fill("textarea[name=text]", "来信反映某户有两辆车。")
    desk.select_option("select[name=told_by]", "letter")
    press(desk, "main form button[type=submit]")
    assert "请填写告知来件人用的电话或地址" in desk.inner_text("main")
    desk.fill("input[name=contact]", "向阳村 3 组")
    press(desk, "main form.desk-entry button[type=submit]")
    assert desk.locator(".desk-code span").count() == 5
    assert "2026年12月2日" in desk.inner_text(".desk-sheet")


def test_the_queue_is_narrowed_and_its_columns_are_chosen(desk, portal, told):
    sign_in(desk, portal, "township")
    desk.goto("/admin/cases/")
    assert len(numbers(desk)) == 2
    assert axe_violations(desk) == []
    desk.select_option(".desk-filters select[name=kind]", "review")
    press(desk, ".desk-filters button")
    (told.number,) = numbers(desk)
    press(desk, ".desk-doors a[href$='/columns/']")
    desk.uncheck("input[name=columns][value=filed]")
    desk.check("input[name=columns][value=way]")
    press(desk, "main form button[type=submit]:not([name])")
    headings = desk.locator("table.listing th").all_inner_texts()
    assert "收件日" not in "".join(headings)
    assert any("来件方式" in heading for heading in headings)


def test_arrow_keys_go_from_case_to_case_and_space_chooses(desk, portal):
    sign_in(desk, portal, "township")
    desk.goto("/admin/cases/")
    desk.focus("table.listing td.title a >> nth=0")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Space")
    boxes = desk.locator("input[name=case]")
    assert [boxes.nth(row).is_checked() for row in range(2)] == [False, True]
    assert desk.locator("tr.desk-here").count() == 1


def test_cases_are_given_after_confirming(desk, portal, told):
    sign_in(desk, portal, "township")
    desk.goto("/admin/cases/?when=open")
    for box in desk.locator("input[name=case]").all():
        box.check()
    press(desk, "form[data-queue] button[type=submit]")
    assert "以下 2 件" in desk.inner_text("main")
    assert axe_violations(desk) == []
    desk.select_option("select[name=to]", index=1)
    press(desk, "button[name=confirm]")
    assert "2 件已交由" in desk.inner_text("body")
    desk.goto("/admin/cases/?when=mine")
    assert len(numbers(desk)) == 2


def test_more_is_asked_once_and_answered(desk, visitor, portal, told):
    sign_in(desk, portal, "township")
    desk.goto(f"/admin/cases/{told.number}/")
    assert axe_violations(desk) == []
    step(desk, "accept")
    step(desk, "ask-more", text="请补充收入证明。", until="2026-11-27")
    assert "期限照常计算" in desk.inner_text("main")
    assert desk.locator("form[action$='/step/ask-more/']").count() == 0
    assert "请补充收入证明" in look_up(visitor, told.review.code)
    visitor.fill("textarea[name=text]", "证明已交村委会。")
    press(visitor, "main form:has(textarea[name=text]) button.button")
    desk.goto(f"/admin/cases/{told.number}/")
    assert "证明已交村委会" in desk.inner_text("main")


def test_it_is_decided_with_evidence_and_what_changes(desk, portal, told):
    sign_in(desk, portal, "township")
    desk.goto(f"/admin/cases/{told.number}/")
    step(desk, "start-review")
    decided = {"outcome": "upheld", "change": "amount", "evidence": "11月20日入户，核对收入证明。"}
    step(desk, "decide", **decided, reasons="收入多算了 200 元，已更正。")
    assert "请填写公示文字" in desk.inner_text("main")
    step(desk, "decide", **decided, reasons="收入多算了 200 元，已更正。", public_text="经复核，收入有误，金额已更正。")
    assert desk.locator("form[action$='/step/approve/']").count() == 0, "who decided cannot approve"


def test_another_person_approves_and_the_village_reads_it_again(desk, visitor, portal, told):
    sign_in(desk, portal, "township-lead")
    desk.goto(f"/admin/cases/{told.number}/")
    step(desk, "approve")
    assert "结果已在本村再次公示" in desk.inner_text("main")
    answer = look_up(visitor, told.review.code)
    for words in ("调整保障金额", "11月20日入户", "收入多算了"):
        assert words in answer
    press(visitor, "main a[href*='/publicity/review/']")
    assert "金额已更正" in visitor.inner_text("main")


def test_nobody_else_finds_the_case(desk, portal, told):
    for other in ("discipline", "clerk", "admin"):
        sign_in(desk, portal, other)
        desk.goto(f"/admin/cases/{told.number}/")
        assert "我家的收入算错了" not in desk.content(), other
