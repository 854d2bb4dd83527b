"""What a heading means: by the words townships use, and where those are not known, by a guess that is shown."""

import re
from collections.abc import Iterable, Sequence

from publicity.domain.roster_terms import Column
from publicity.domain.roster_text import clean_heading

_SYNONYMS: dict[Column, str] = {
    Column.CERTIFICATE: (
        "低保证号 证号 低保证编号 证件编号 保障证号 低保证号码 低保编号 低保证 救助证号 保障金领取证号 家庭编号"
    ),
    Column.TOWNSHIP: "乡镇 所属乡镇 街道 乡镇街道 乡镇/街道 乡镇、街道 镇街 所在乡镇 乡镇名称 镇 乡",
    Column.VILLAGE: (
        "村 村名 社区 村委会 居委会 村居 村社区 村/社区 村、社区 居住村委会 所属村 所在村 行政村 村居委会 "
        "村名称 村委 所属村居 所属村社区"
    ),
    Column.NAME: "户主姓名 姓名 户主 申请人姓名 申请人 保障对象姓名 低保户主 户主名称 低保对象姓名 对象姓名",
    Column.IDENTITY: (
        "公民身份号码 身份证号码 身份证号 身份号码 居民身份证号 户主身份证号 户主身份证号码 证件号码 "
        "身份证 居民身份证号码 户主公民身份号码 户主身份证 户主身份号码 申请人身份证号 申请人身份证号码"
    ),
    Column.SIZE: "家庭人口数 家庭人口 家庭人数 户籍人口 人口数 家庭总人口 家庭成员数 家庭规模 户人口 家庭成员人数",
    Column.COVERED: (
        "享受人数 保障人口 保障人数 保障人口数 享受人口 享受低保人数 低保人数 纳入人数 享受人口数 "
        "低保人口 救助人数 享受低保人口"
    ),
    Column.RESIDENCE: "类型 低保类别 低保类型 城乡类别 城乡 对象类别 户籍类型 城乡类型 城市/农村 农村/城市",
    Column.CATEGORY: "档次 保障类别 分类 保障档次 类别 救助档次 档类 分档 低保档次 类档 救助类别",
    Column.PER_CAPITA: "人均补差 人均补助 人均补助金额 人均补助标准 人均保障金 人均补差额 人均月补差 人均金额",
    Column.AMOUNT: (
        "户月保障金 月保障金额 保障金额 月保障金 户月补助金额 月补助金额 月发放金额 家庭月保障金 补助金额 "
        "户月补差 户月保障金额 家庭月保障金额 月发放低保金 月低保金 户月补助 户月低保金 家庭月补助金额 "
        "月补差金额 户月发放金额"
    ),
    Column.ACCOUNT: "一卡通账号 社保卡账号 银行账号 一卡通号 社保卡号 账号 银行卡号 银行帐号 帐号 卡号 一卡通帐号",
    Column.SINCE: (
        "享受时间 起始年月 起始时间 享受起始时间 起始日期 纳入时间 批准时间 享受年月 享受起始年月 "
        "审批时间 纳入年月 批准年月 起保时间 享受日期"
    ),
    Column.CONFIDENTIAL: "是否保密 保密 是否保密户 是否需保密 保密户 是否需要保密",
    Column.NOTE: "备注 说明 救助原因 致困原因 救助事由",
    Column.RELATION: (
        "与户主关系 与户主的关系 家庭关系 关系 户主关系 与申请人关系 与申请人的关系 成员关系 与低保户主关系"
    ),
    Column.MEMBER: (
        "成员姓名 家庭成员姓名 家庭成员 人员姓名 享受人员姓名 保障人员姓名 共同生活家庭成员姓名 保障人口姓名"
    ),
    Column.MEMBER_IDENTITY: (
        "成员身份证号 成员身份证号码 家庭成员身份证号 家庭成员身份证号码 人员身份证号 成员公民身份号码 "
        "家庭成员公民身份号码 成员身份号码 家庭成员身份证"
    ),
    Column.ENTITLED: "是否享受低保 是否享受 是否保障 是否保障对象 是否保障人口 是否享受人员 是否低保对象",
    Column.CHANGE: (
        "异动类型 异动情况 异动原因 异动 变动类型 变动情况 变动原因 变更类型 变更情况 变更原因 变更 "
        "变更事项 变动 增减情况 增减原因 新增 停发 停保 取消 停发原因 新增原因 减少 增加 动态管理情况 "
        "本月新增 本月停发 本月取消 调整情况 变更内容 异动事项"
    ),
}
HEADINGS: dict[str, Column] = {name: column for column, names in _SYNONYMS.items() for name in names.split()}
#: The head's own columns, where 姓名 or 身份证号 beside them means a member of the household.
HEADS_OWN = re.compile(r"(户主|申请人|低保户主)")
#: Without `confidential` nobody could say whom the list must not name, so its absence refuses the file.
REQUIRED = (
    Column.CERTIFICATE,
    Column.NAME,
    Column.IDENTITY,
    Column.SIZE,
    Column.COVERED,
    Column.RESIDENCE,
    Column.CATEGORY,
    Column.AMOUNT,
    Column.CONFIDENTIAL,
)
#: One row a person: the rows themselves say how many there are.
COUNTED = frozenset({Column.SIZE, Column.COVERED})
#: Guesses, tried in this order. What speaks of somebody or something else is not guessed at all: a column of names
#: of guardians must never become the column of names that is published.
_GUESSES: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.IDENTITY, re.compile(r"身份证|身份号")),
    (Column.ACCOUNT, re.compile(r"账号|帐号|卡号|开户")),
    (Column.CERTIFICATE, re.compile(r"(低保|救助|保障|领取).*(证|编)号?$|证书?编号|低保号")),
    (Column.CONFIDENTIAL, re.compile(r"保密")),
    (Column.RELATION, re.compile(r"关系$")),
    (Column.PER_CAPITA, re.compile(r"人均.*(金|差|额|元|补|标准)")),
    (Column.SIZE, re.compile(r"(家庭|户).*(人口|人数)|^人口$|^户内人数$")),
    (Column.COVERED, re.compile(r"(享受|保障|低保|救助|纳入).*(人口|人数)|^人数$")),
    (
        Column.AMOUNT,
        re.compile(r"(月|户|低保|保障|补助|发放|救助|应发|实发|领取).*(金额|金|补助|补差|款|元|钱)$|^金额$"),
    ),
    (Column.VILLAGE, re.compile(r"村|社区|居委")),
    (Column.TOWNSHIP, re.compile(r"乡|镇|街道")),
    (Column.NAME, re.compile(r"姓名|户主|名字")),
    (Column.CATEGORY, re.compile(r"档|等级|类别")),
    (Column.RESIDENCE, re.compile(r"城乡|城市|农村|城镇")),
    (Column.SINCE, re.compile(r"(享受|起始|纳入|批准|起保|审批|开始).*(时间|日期|年月|月份)")),
    (Column.NOTE, re.compile(r"备考|其他说明")),
)
#: What stands below a heading of money that is split: 保障金 over 人均 and 合计.
_PARTS = {
    **dict.fromkeys(["人均", "每人", "人均额", "人月均"], Column.PER_CAPITA),
    **dict.fromkeys(["合计", "全户", "户", "每户", "户均", "户合计", "月合计", "总额", "小计"], Column.AMOUNT),
}
_SPLIT = (Column.AMOUNT, Column.PER_CAPITA)
_UNITS = frozenset({"", "元", "人", "元/月", "元/人", "元/人/月", "元/户", "元/户/月", "个", "户"})
_SOMEONE_ELSE = re.compile(
    r"监护|联系|代领|代理|经办|开户人|开户名|户名|配偶|父亲|母亲|赡养|抚养|扶养|近亲|备案|包保|帮扶|负责|网格|调查|审核|公示|"
    r"去年|上年|上月|累计|合计|年收入|收入|标准线|电话|住址|地址|残疾|患病|原|现|前|后|变|序"
)


def exact(text: str) -> Column | None:
    """The column of a heading that is known."""
    return HEADINGS.get(clean_heading(text))


def guess(text: str) -> Column | None:
    """The column a heading seems to mean by the words in it, or None."""
    plain = clean_heading(text)
    if not plain or len(plain) > 20 or _SOMEONE_ELSE.search(plain):
        return None
    return next((column for column, pattern in _GUESSES if pattern.search(plain)), None)


def of_parts(parts: Sequence[str]) -> Column | None:
    """The column of a heading in several rows, from above: by all of it, by its end, by its begin above a unit."""
    plain = [clean_heading(part) for part in parts if clean_heading(part)]
    if not plain:
        return None
    joined = ["".join(plain[start:]) for start in range(len(plain))]
    if len(plain) > 1 and plain[-1] in _PARTS and (exact(plain[-2]) or guess(plain[-2])) in _SPLIT:
        return _PARTS[plain[-1]]
    if len(plain) > 1 and all(part in _UNITS for part in plain[1:]):
        joined.append(plain[0])
    return next((HEADINGS[text] for text in joined if text in HEADINGS), None)


def are_units(texts: Iterable[str]) -> bool:
    """Whether a row below headings says units only, such as 元."""
    return all(clean_heading(text) in _UNITS for text in texts)


def missing(columns: Iterable[Column], *, residence_known: bool = False) -> tuple[Column, ...]:
    """The needed columns that are not there."""
    there = set(columns)
    persons = bool(there & {Column.RELATION, Column.MEMBER})
    excused = (COUNTED if persons else frozenset()) | ({Column.RESIDENCE} if residence_known else frozenset())
    return tuple(column for column in REQUIRED if column not in there and column not in excused)
