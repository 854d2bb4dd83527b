import pytest

from policies_cms.domain.outline import Grid, Line, blocks, outline, pasted


def shapes(text: str) -> list:
    return blocks(pasted(text))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、总体要求", "heading"),
        ("十二、附则", "heading"),
        ("第一章 总则", "heading"),
        ("（一）保障范围", "subheading"),
        ("(二)保障标准", "subheading"),
        ("第三条 申请人应当如实申报。", "text"),
        ("一、各乡镇人民政府要高度重视，切实加强组织领导。", "text"),
        ("（一）按照以下要求办理：", "text"),
        ("7月的低保金按新标准发放", "text"),
        ("3.5倍以内的家庭", "text"),
    ],
)
def test_what_a_line_is(line, kind):
    assert [found for found, _value in shapes(line)] == [kind]


def test_a_list_counts_from_one_and_loses_no_number_otherwise():
    assert shapes("1.身份证\n2. 户口簿\n3、银行卡") == [
        ("text", "<ol><li>身份证</li><li>户口簿</li><li>银行卡</li></ol>")
    ]
    assert shapes("3.银行卡") == [("text", "<p>3.银行卡</p>")]
    assert shapes("1.甲\n2.乙\n1.丙") == [("text", "<ol><li>甲</li><li>乙</li></ol><ol><li>丙</li></ol>")]
    assert shapes("1.甲\n• 乙\n• 丙\n完") == [("text", "<ol><li>甲</li></ol><ul><li>乙</li><li>丙</li></ul><p>完</p>")]
    assert shapes("1.甲\n中\n2.乙") == [("text", "<ol><li>甲</li></ol><p>中</p><p>2.乙</p>")]


def test_lines_with_tabs_are_a_table_with_the_heading_as_caption():
    found = shapes("一、标准\n类别\t元\n城市\t720\n完")
    assert [kind for kind, _value in found] == ["heading", "table", "text"]
    assert found[1][1]["data"] == [["类别", "元"], ["城市", "720"]]
    assert found[1][1]["table_caption"] == "一、标准"
    assert shapes("甲\t乙") == [("text", "<p>甲　乙</p>")]


def test_what_is_typed_is_never_markup():
    assert shapes("<script>alert(1)</script> & 甲") == [
        ("text", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; 甲</p>")
    ]


def test_a_file_s_own_levels_come_before_numbers():
    found = blocks(
        [Line("总体要求", 1), Line("范围", 2), Line("1.甲", 1), Grid((("a", "b"),)), Line("项", bullet=True)]
    )
    assert [kind for kind, _value in found] == ["heading", "subheading", "heading", "table", "text"]


LETTER = """明安县民政局文件
明民发[2026]8号
关于调整2026年度城乡最低生活保障标准的通知
各乡镇人民政府：
一、标准
城市720元。
明安县民政局
2026年6月18日"""


def test_a_letter_says_what_it_is():
    found = outline(pasted(LETTER))
    assert found.title == "关于调整2026年度城乡最低生活保障标准的通知"
    assert found.document_number == "明民发〔2026〕8号"
    assert found.issuing_body == "明安县民政局"
    assert found.written == (2026, 6, 18)
    text = str(found.blocks)
    assert "城市720元" in text
    assert "[2026]8号" not in text
    assert "关于调整" not in text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026年6月18日", (2026, 6, 18)),
        ("二〇二六年六月十八日", (2026, 6, 18)),
        ("二○二五年十月二十日", (2025, 10, 20)),
        ("二〇二五年十二月三十一日", (2025, 12, 31)),
        ("2026年13月1日", None),
        ("即日起", None),
    ],
)
def test_the_day_below(line, day):
    assert outline([Line("标题"), Line(line)]).written == day


def test_nothing_is_nothing():
    assert outline([]).blocks == []
    assert outline([]).title == ""
