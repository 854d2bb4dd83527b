"""Notices: what the paper says, that it can be read and scanned, and that a masked one holds no full name."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.urls import reverse

from county.models.links import ShortLink
from county.models.settings import CountySettings
from county.papers import UnknownSize
from publicity.domain.masking import mask_name
from publicity.models.publications import Publication, PublicationEntry
from publicity.notices import forget, notice_pdf, notice_url
from publicity.notices.content import heading_lines
from tests.publicity.papers import codes_of, information, page_texts, smallest_letters, text_of

pytestmark = pytest.mark.django_db
NAMES = ["王建国", "欧阳春华", "买买提·吐尔逊", "李𫖯", "赵㛃", "陈䶮", "孙𬭸"]
TITLE = "西河镇向阳村2026年11月第1批拟纳入最低生活保障对象公示"


@pytest.fixture
def publication(notice_list):
    return notice_list(NAMES)


def row(number, name="王建国"):
    return SimpleNamespace(
        number=number, name=name, name_masked=mask_name(name), household_size=3, covered_persons=2,
        residence="rural", category="A", amount=Decimal(1000),
    )  # fmt: skip


def test_the_public_pdf_is_masked_and_carries_all_that_a_notice_must(client, publication):
    response = client.get(reverse("publicity:list_pdf", args=[publication.pk]))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert "no-cache" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies
    text = text_of(response.content)
    link = ShortLink.objects.get()
    for needed in (
        "西河镇向阳村2026年11月第1批", "拟纳入最低生活保障对象公示", "7户14人", "7,000元", "农村580元/人·月",
        "0599-123-4567", "2026年11月20日至2026年11月27日24时", "西河镇人民政府", "盖章处", "12345", "12388",
        "7F3A-91C2", "第1页共1页", "姓名已遮蔽", "欧阳**", CountySettings.load().objection_address, f"/q/{link.pk}",
    ):  # fmt: skip
        assert needed in text, needed
    assert not [name for name in NAMES if name in text]


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_the_code_leads_to_the_list(client, publication, size):
    pdf = client.get(reverse("publicity:list_pdf", args=[publication.pk]), {"size": size}).content
    [url] = codes_of(pdf)
    assert url == notice_url(publication)
    assert url.endswith("?v=1&h=7F3A-91C2")
    parts = urlsplit(url)
    page = client.get(f"{parts.path}?{parts.query}", follow=True)
    assert page.redirect_chain == [(f"{reverse('publicity:list', args=[publication.pk])}?v=1&h=7F3A-91C2", 302)]
    assert "您扫的纸质公示上的短码" not in page.content.decode()
    other = client.get(f"{parts.path}?v=1&h=0000-0000", follow=True).content.decode()
    assert "您扫的纸质公示上的短码" in other


def test_the_paper_says_in_words_where_the_code_leads(client, publication):
    """Whoever has no phone that scans types the short link, which nobody can misread."""
    pdf = notice_pdf(publication=publication, rows=[])
    typed = re.search(r"输入([\w.:/]+/q/[a-z2-9]{6})", text_of(pdf), re.ASCII).group(1)
    assert notice_url(publication).split("?")[0] == f"http://{typed}"
    assert not set(typed.rsplit("/", 1)[1]) & set("0o1li")
    assert client.get(f"/{typed.split('/', 1)[1]}").status_code == 302


@pytest.mark.parametrize(("size", "width", "least"), [("A4", 210, 12), ("A3", 297, 16)])
def test_paper_sizes(publication, size, width, least):
    pdf = notice_pdf(publication=publication, rows=[row(1)], size=size)
    page = pypdfium2.PdfDocument(pdf)[0]
    assert round(page.get_width() / 72 * 25.4) == width
    assert smallest_letters(pdf) >= least


@pytest.mark.parametrize("size", ["A5", "", "a4"])
def test_other_sizes(client, publication, size):
    assert client.get(reverse("publicity:list_pdf", args=[publication.pk]), {"size": size}).status_code == 404
    with pytest.raises(UnknownSize):
        notice_pdf(publication=publication, rows=[], size=size)


@pytest.mark.parametrize(
    "change",
    [
        {"closed_on": date(2026, 11, 21)},
        {"is_current": False},
        {"closes_on": date(2026, 11, 20)},
        {"withdrawn_on": date(2026, 11, 20), "withdrawn_reason": "名单有误"},
        {"hidden_on": date(2026, 11, 20)},
        {"paused_since": date(2026, 11, 20)},
        {"opens_on": date(2026, 11, 23)},
    ],
)
def test_while_the_rows_are_not_public_there_is_a_page_without_names(client, publication, change):
    address = reverse("publicity:list_pdf", args=[publication.pk])
    assert client.get(address).status_code == 200
    Publication.objects.filter(pk=publication.pk).update(**change)
    response = client.get(address)
    assert response.status_code == 410
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert reverse("publicity:list", args=[publication.pk]) in page
    assert "欧阳" not in page


def test_an_unknown_list(client):
    assert client.get(reverse("publicity:list_pdf", args=["nosuchlist"])).status_code == 404


def test_what_is_kept_in_the_cache_never_outlives_a_row(client, publication, django_assert_max_num_queries):
    """A row that goes leaves the very next PDF, in every process, whether or not anyone told this one."""
    address = reverse("publicity:list_pdf", args=[publication.pk])
    first = client.get(address).content
    assert client.get(address).content == first
    PublicationEntry.objects.filter(publication=publication, name_masked="欧阳**").delete()
    assert "欧阳" not in text_of(client.get(address).content)
    county = CountySettings.load()
    county.objection_address = "县政务大厅3号窗口"
    county.save()
    assert "县政务大厅3号窗口" in text_of(client.get(address).content)
    forget(publication.pk)
    assert "欧阳" not in text_of(client.get(address).content)


def test_a_hidden_row_is_on_no_paper(client, publication):
    PublicationEntry.objects.filter(publication=publication, number=2).update(hidden_on=date(2026, 11, 20))
    assert "欧阳" not in text_of(client.get(reverse("publicity:list_pdf", args=[publication.pk])).content)


def test_the_same_list_gives_the_same_bytes_and_tells_nothing_of_who_printed(publication):
    pdf = notice_pdf(publication=publication, rows=[row(1)], names="full")
    assert notice_pdf(publication=publication, rows=[row(1)], names="full") == pdf
    found = information(pdf)
    assert set(found) == {"Title", "Author", "Creator"}
    assert (found["Title"], found["Author"]) == (TITLE, "西河镇人民政府")
    assert found["Creator"].startswith("Typst ")
    assert not re.search(rb"CreationDate|ModDate|xmp:CreateDate|xmp:ModifyDate", pdf)


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_a_long_list_repeats_its_heading_and_counts_its_pages(publication, size):
    pdf = notice_pdf(publication=publication, rows=[row(n) for n in range(1, 45)], names="full", size=size)
    texts = page_texts(pdf)
    assert len(texts) == 3
    for n, text in enumerate(texts, start=1):
        assert f"第{n}页共3页" in text
        assert "7F3A-91C2" in text
        assert "户主" in text
        assert TITLE in text
    assert "".join(texts).count("王建国") == 44
    # A seal alone on a page could be put under any list.
    assert "44王建国" in texts[2]
    assert "盖章处" in texts[2]
    assert "盖章处" not in texts[0] + texts[1]


def test_hundreds_of_rows_are_all_there_and_none_is_torn(publication):
    """A name of two lines stands on one page with its number and its amount."""
    long = "阿不都热合曼·买买提吐尔逊·艾合买提江"
    rows = [row(n, long if n % 7 == 0 else "王建国") for n in range(1, 321)]
    for item in rows:
        item.amount = Decimal(100000 + item.number)
    texts = page_texts(notice_pdf(publication=publication, rows=rows, names="full"))
    for item in rows:
        whole = f"{item.number}{item.name}3人2人农村A类100,{item.number:03d}"
        assert sum(whole in text for text in texts) == 1, item.number
    assert all(f"第{n}页共{len(texts)}页" in text for n, text in enumerate(texts, start=1))
    assert all("户主" in text for text in texts)


@pytest.mark.parametrize("count", range(8, 22))
def test_the_seal_never_stands_without_rows(publication, count):
    """Wherever the page breaks fall."""
    texts = page_texts(notice_pdf(publication=publication, rows=[row(n) for n in range(1, count + 1)], names="full"))
    assert "盖章处" in texts[-1]
    assert f"{count}王建国" in texts[-1]


def test_a_long_word_stays_in_its_column(publication):
    name = "Abdurahmanjan·Memettursunjan·Abdukerimoghlu"
    pdf = notice_pdf(publication=publication, rows=[row(1, name)], names="full")
    assert re.sub(r"\s", "", name) in text_of(pdf)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    chars = [text.get_text_range(index, 1) for index in range(text.count_chars())]
    start = chars.index("A")
    latin = [index for index in range(start, start + 60) if re.fullmatch("[A-Za-z]", chars[index], re.ASCII)]
    boxes = [text.get_charbox(index) for index in latin[: len(name) - 2]]
    assert max(right for _left, _bottom, right, _top in boxes) < 90 / 25.4 * 72


def test_a_village_without_anyone_says_so(notice_list):
    empty = notice_list([])
    text = text_of(notice_pdf(publication=empty, rows=[]))
    assert "本期无公示对象" in text
    assert "盖章处" in text
    assert "第1页共1页" in text


@pytest.mark.parametrize(
    ("fields", "there", "missing"),
    [
        (["name", "household_size", "amount"], ["家庭人口", "月保障金额"], ["保障人口", "类别"]),
        (["name", "residence", "amount"], ["保障类型", "农村"], ["A类", "家庭人口"]),
        (["name", "category", "income_band"], ["A类", "收入"], ["农村，A类", "月保障金额（元）"]),
    ],
)
def test_the_columns_follow_the_profile_with_which_the_list_went_out(publication, fields, there, missing):
    publication.notice_fields = fields
    entries = list(publication.entries.all())
    for entry in entries:
        entry.income_band = "under-third"
    text = text_of(notice_pdf(publication=publication, rows=entries))
    table = text[text.index("序号") :]
    assert [word for word in there if word not in table] == []
    assert [word for word in missing if word in table] == []


def test_another_programme_says_nothing_of_the_allowance(publication):
    publication.programme, publication.title = "temporary", "西河镇向阳村2026年11月临时救助对象公示"
    publication.standard_text = "按明民发〔2026〕9号执行"
    text = text_of(notice_pdf(publication=publication, rows=[]))
    assert "最低生活保障" not in text
    assert "月保障金额" not in text


def test_a_masked_notice_cannot_print_a_full_name_by_mistake(publication):
    with pytest.raises(AttributeError):
        notice_pdf(publication=publication, rows=[SimpleNamespace(name="王建国", number=1, residence="rural")])


def test_other_names_are_refused(publication):
    with pytest.raises(ValueError, match="half"):
        notice_pdf(publication=publication, rows=[], names="half")


def test_markup_in_a_name_stays_text(publication):
    name = '#sys.inputs $x$ *b* [c] "d" \\u{41}'
    text = text_of(notice_pdf(publication=publication, rows=[row(1, name)], names="full"))
    assert re.sub(r"\s", "", name) in text


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (TITLE, ["西河镇向阳村2026年11月第1批", "拟纳入最低生活保障对象公示"]),
        ("西河镇向阳村2026年第3批拟纳入救助对象的公示", ["西河镇向阳村2026年第3批", "拟纳入救助对象的公示"]),
        ("西河镇向阳村2026年11月最低生活保障对象长期公示", ["西河镇向阳村2026年11月", "最低生活保障对象长期公示"]),
        ("短标题", ["短标题"]),
        ("没有年月却很长很长很长很长很长很长很长的标题", ["没有年月却很长很长很长很长很长很长很长的标题"]),
    ],
)  # fmt: skip
def test_heading_lines(title, lines):
    assert heading_lines(title) == lines
