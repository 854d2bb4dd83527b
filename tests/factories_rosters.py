"""Rosters for tests: stored ones by factory, and files as townships send them."""

import csv
import io

import factory

from publicity.domain.gate import id_check_digit
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from tests.factories_county import AreaFactory, StaffFactory

HEADINGS = [
    "序号",
    "低保证号",
    "乡镇（街道）",
    "村（社区）",
    "户主姓名",
    "身份证号码",
    "家庭人口",
    "保障人口",
    "低保类别",
    "保障类别",
    "人均补助（元/月）",
    "月保障金额（元）",
    "社保卡账号",
    "起始年月",
    "是否保密",
    "备注",
]


def identity(n: int = 1, *, born: str = "19700101") -> str:
    """A valid ID number; `n` tells two people apart."""
    body = f"379901{born}{n:03d}"
    return body + id_check_digit(body)


def row(n: int = 1, **changes: object) -> list[str]:
    """One good row of a roster by heading; `changes` replace cells by heading."""
    cells = {
        "序号": n,
        "低保证号": f"379901{n:08d}",
        "乡镇（街道）": "西河镇",
        "村（社区）": "向阳村",
        "户主姓名": "王秀英",
        "身份证号码": identity(n),
        "家庭人口": 2,
        "保障人口": 2,
        "低保类别": "农村低保",
        "保障类别": "B类",
        "人均补助（元/月）": 300,
        "月保障金额（元）": 600,
        "社保卡账号": "6217909960308246281",
        "起始年月": "2024-05",
        "是否保密": "",
        "备注": "",
    }
    return [str(value) for value in {**cells, **changes}.values()]


def csv_file(*rows: list[str], encoding: str = "utf-8") -> bytes:
    """A CSV file with the heading and `rows`."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode(encoding)


class RosterImportFactory(factory.django.DjangoModelFactory):
    """A confirmed import."""

    class Meta:
        model = RosterImport

    stage = "long-term"
    period = "2026-11"
    status = RosterImport.Status.CONFIRMED
    file_name = "roster.xlsx"
    uploaded_by = factory.SubFactory(StaffFactory, username="clerk")


class VillageRosterFactory(factory.django.DjangoModelFactory):
    """A village's roster in force, without rows."""

    class Meta:
        model = VillageRoster

    roster_import = factory.SubFactory(RosterImportFactory)
    stage = factory.SelfAttribute("roster_import.stage")
    period = factory.SelfAttribute("roster_import.period")
    imported_by = factory.SelfAttribute("roster_import.uploaded_by")
    village = factory.SubFactory(AreaFactory)
    households = 0
    persons = 0
    amount = 0


class RosterRowFactory(factory.django.DjangoModelFactory):
    """A household of two, category B."""

    class Meta:
        model = RosterRow

    roster = factory.SubFactory(VillageRosterFactory)
    certificate = factory.Sequence(lambda n: f"379901{n:08d}")
    head_name = "王秀英"
    household_size = 2
    covered_persons = 2
    residence = "rural"
    category = "B"
    amount = 600
    since = "2024-05"
    person_key = factory.Sequence(lambda n: f"{n:043d}")
