"""A policy from a .docx or a text: what is kept, what is refused, who may, and that nothing goes public."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from policies_cms.actions import set_up_workflow
from policies_cms.domain.outline import Grid, blocks
from policies_cms.importing.docx import Loss, read_docx
from policies_cms.importing.numbering import chinese, written
from policies_cms.importing.package import DEEPEST, MOST_ELEMENTS, MOST_FILE, MOST_PART, DocxCode, UnreadableDocx
from policies_cms.models.policies import PolicyIndexPage, PolicyPage
from tests.factories_cms import index, site_home
from tests.factories_county import StaffFactory
from tests.policies_cms.docx_files import cell, docx, paragraph, table

DTD = '<!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


def texts(body: str) -> list[str]:
    return [part.text for part in read_docx(docx(body)).parts if not isinstance(part, Grid)]


def test_numbers_are_what_readers_see():
    body = (
        paragraph("总则", number=(1, 0))
        + paragraph("范围", number=(1, 1))
        + paragraph("标准", number=(1, 1))
        + paragraph("程序", number=(1, 0))
        + paragraph("申请", number=(1, 1))
        + paragraph("点", number=(2, 0))
        + paragraph("甲", style="li")
        + paragraph("乙", style="li")
        + paragraph("丙", number=(4, 0))
    )
    assert texts(body) == [
        "一、总则",
        "（一）范围",
        "（二）标准",
        "二、程序",
        "（一）申请",
        "点",
        "1.甲",
        "2.乙",
        "1.丙",
    ]


def test_headings_by_style_and_lists_become_blocks():
    body = paragraph("总则", style="1") + paragraph("范围", style="2") + paragraph("点", number=(2, 0))
    assert blocks(read_docx(docx(body)).parts) == [
        ("heading", "总则"),
        ("subheading", "范围"),
        ("text", "<ul><li>点</li></ul>"),
    ]


def test_a_table_keeps_its_grid():
    body = table(
        cell("类别", merge="restart") + cell("每月", span=2),
        cell("", merge="continue") + cell("城市") + cell("农村"),
        cell("标准") + cell("720"),
    )
    (grid,) = read_docx(docx(body)).parts
    assert grid.rows == (("类别", "每月", ""), ("类别", "城市", "农村"), ("标准", "720", ""))


def test_what_is_left_out_is_told():
    inside = "<w:r><w:drawing/></w:r><w:del><w:r><w:t>删去</w:t></w:r></w:del><w:ins><w:r><w:t>加上</w:t></w:r></w:ins>"
    found = read_docx(docx(paragraph("正文", inside=inside)))
    assert found.parts[0].text == "正文加上"
    assert found.losses == {Loss.PICTURES: 1, Loss.DELETED: 1}


MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@pytest.mark.parametrize(
    ("inside", "text", "losses"),
    [
        ('<w:fldSimple w:instr="PAGE"><w:r><w:t>第3页</w:t></w:r></w:fldSimple>', "正文第3页", {}),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部批注</w:t></w:r>", "正文", {Loss.HIDDEN: 1}),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t></w:r>', "正文看得见", {}),
        (f'<m:oMath xmlns:m="{MATHS}"><m:r><m:t>x</m:t></m:r></m:oMath>', "正文", {Loss.FORMULAS: 1}),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "正文", {Loss.NOTES: 1}),
        ('<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>', "正文", {}),
    ],
)
def test_only_what_readers_of_the_file_see_is_read(inside, text, losses):
    found = read_docx(docx(paragraph("正文", inside=inside)))
    assert found.parts[0].text == text
    assert found.losses == losses


def test_a_table_in_a_table_and_macros_are_left_out():
    inner = table(cell("里"))
    body = f"<w:tbl><w:tr><w:tc>{paragraph('外')}{inner}</w:tc></w:tr></w:tbl>"
    found = read_docx(docx(body, **{"word/vbaProject.bin": b"\xd0\xcf"}))
    assert found.parts[0].rows == (("外",),)
    assert found.losses == {Loss.INNER_TABLES: 1}


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", b" " * (MOST_PART + 1))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", DocxCode.NO_DOCX),
        (b"%PDF-1.7", DocxCode.NO_DOCX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DocxCode.OLD_WORD),
        (b"PK\x03\x04 broken", DocxCode.NO_DOCX),
        (docx("", head=DTD), DocxCode.BROKEN),
        (docx("<w:p>"), DocxCode.BROKEN),
        (docx("<w:p>" * (DEEPEST + 1) + "</w:p>" * (DEEPEST + 1)), DocxCode.LARGE),
        (docx("<w:p/>" * (MOST_ELEMENTS + 1)), DocxCode.LARGE),
        (docx(paragraph("甲" * 200_001)), DocxCode.LARGE),
        (docx(table(cell("", span=60) * 400)), DocxCode.LARGE),
        (bomb(), DocxCode.LARGE),
        (b"x" * (MOST_FILE + 1), DocxCode.LARGE),
    ],
    ids=["empty", "pdf", "old", "cut", "dtd", "xml", "deep", "many", "long", "wide", "bomb", "big"],
)
def test_what_can_not_be_read_is_refused(data, code):
    with pytest.raises(UnreadableDocx) as refused:
        read_docx(data)
    assert refused.value.code is code


def test_an_entity_in_another_encoding_is_refused_too():
    data = ('<?xml version="1.0" encoding="utf-16"?>' + DTD + "<a>&b;</a>").encode("utf-16")
    with pytest.raises(UnreadableDocx):
        read_docx(docx("", **{"word/styles.xml": data}))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百〇五"),
        (110, "一百一十"),
    ],
)
def test_chinese_numbers(number, text):
    assert chinese(number) == text


@pytest.mark.parametrize(
    ("kind", "text"),
    [("decimal", "4"), ("lowerRoman", "iv"), ("upperLetter", "D"), ("decimalEnclosedCircle", "④"), ("?", "4")],
)
def test_other_numbers(kind, text):
    assert written(4, kind) == text


@pytest.fixture
def editor(db, client, settings):
    settings.PORTAL_TODAY = "2026-11-21"
    create_role_groups()
    set_up_workflow(root=site_home())
    index(PolicyIndexPage, "policies", "政策文件")
    user = StaffFactory(roles=[Role.EDITOR])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


LETTER = (
    paragraph("明民发[2026]8号")
    + paragraph("关于调整低保标准的通知", style="a")
    + paragraph("标准", number=(1, 0))
    + table(cell("类别") + cell("元"), cell("城市") + cell("720"))
    + paragraph("明安县民政局")
    + paragraph("2026年6月18日")
)


def upload(client, data: bytes = b"", text: str = "", name: str = "通知.docx"):
    sent = {"text": text}
    if data:
        sent["file"] = SimpleUploadedFile(name, data)
    return client.post(reverse("policies_import"), sent)


def test_a_word_file_is_shown_before_it_becomes_a_draft(client, editor):
    response = upload(client, docx(LETTER))
    html = response.content.decode()
    for text in (
        "关于调整低保标准的通知",
        "明民发〔2026〕8号",
        "明安县民政局",
        "2026-06-18",
        "720",
        "<h2>一、标准</h2>",
    ):
        assert text in html
    assert not PolicyPage.objects.exists()
    form = response.context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | {"token": response.context["token"]}
    again = client.post(reverse("policies_import_draft"), values)
    assert "summary" in again.context["form"].errors
    made = client.post(reverse("policies_import_draft"), values | {"summary": "标准提高了。"})
    page = PolicyPage.objects.get()
    assert made["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.owner, page.document_number) == (False, editor, "明民发〔2026〕8号")
    assert [block.block_type for block in page.body] == ["heading", "table", "text"]
    assert client.get(made["Location"]).status_code == 200
    assert client.get(page.get_url()).status_code == 404


def test_a_pasted_text_likewise(client, editor):
    html = upload(client, text="关于低保的通知\n一、标准\n1.甲\n2.乙\n<script>x</script>").content.decode()
    assert "<h2>一、标准</h2>" in html
    assert "<ol><li>甲</li><li>乙</li></ol>" in html
    assert "<script>x</script>" not in html


@pytest.mark.parametrize(
    ("data", "text", "said"),
    [
        (b"", "", "二者选一"),
        (docx(LETTER), "甲", "二者选一"),
        (b"%PDF-1.7", "", ".docx"),
        (docx(""), "", "没有文字"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(client, editor, data, text, said):
    assert said in upload(client, data, text).content.decode()


@pytest.mark.parametrize("spoil", ["forged", "another's", "none"])
def test_only_what_this_person_was_shown_becomes_a_draft(client, editor, spoil):
    token = upload(client, docx(LETTER)).context["token"]
    if spoil == "another's":
        client.force_login(StaffFactory(roles=[Role.EDITOR]), backend="django.contrib.auth.backends.ModelBackend")
    values = {"token": {"forged": token + "x", "none": ""}.get(spoil, token), "title": "甲", "summary": "乙"}
    response = client.post(reverse("policies_import_draft"), values)
    assert response["Location"] == reverse("policies_import")
    assert not PolicyPage.objects.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.CLERK, Role.COUNTY])
@pytest.mark.parametrize("name", ["policies_import", "policies_import_draft"])
def test_others_may_not(client, editor, role, name):
    client.force_login(StaffFactory(roles=[role]), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse(name), {"text": "甲"}).status_code in (302, 403)
    assert not PolicyPage.objects.exists()
    assert reverse("policies_import") not in client.get(reverse("wagtailadmin_home")).content.decode()
