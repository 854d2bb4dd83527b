import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from county.actions import command_user, create_role_groups
from county.models.audit import AuditEntry
from county.models.settings import CountySettings
from publicity.actions.batches import publish_rosters
from publicity.actions.closing import close_due_lists
from publicity.actions.errors import (
    AlreadyPublished,
    DisclosureMissing,
    DoesNotReconcile,
    ForbiddenPattern,
    NewerPeriod,
    NotAllowed,
    NothingToPublish,
    RosterReplaced,
    SameHand,
    UnknownReason,
)
from publicity.actions.publishing import publish_list
from publicity.actions.reviews import publish_review_notice
from publicity.domain.disclosure import Missing
from publicity.domain.merkle import root
from publicity.domain.rows_root import commitment, from_text, leaf_hash, to_text
from publicity.models.ledger import LedgerEntry, RowsTree
from publicity.models.publications import NameKey, Publication, ReviewNotice
from publicity.models.rosters import VillageRoster
from publicity.signals import list_published
from tests.factories_county import AreaFactory
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, people, published, roster, standard, village

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands():
    standard()
    return people()


def entry_of(publication):
    return json.loads(bytes(LedgerEntry.objects.get(pk=publication.ledger_index).leaf))


def test_a_list_is_a_masked_snapshot_with_totals_of_what_is_shown():
    made = published()
    assert made.title == "西河镇向阳村2026年11月最低生活保障对象长期公示"
    assert [row.name_masked for row in made.entries.all()] == ["王**", "李**", "欧阳**", "阿**"]
    assert [row.number for row in made.entries.all()] == [1, 2, 3, 4]
    assert (made.shown_households, made.shown_persons, made.shown_amount) == (4, 8, 2400)
    assert made.reconciles
    assert made.standard_text == "农村 580 元/人·月（明民发〔2026〕8号）"
    assert (made.version, made.closes_on, made.issuer) == (1, None, "明安县民政局")
    assert len({bytes(row.salt) for row in made.entries.all()}) == 4


def test_a_proposed_list_is_the_townships_and_open_seven_days():
    made = published(stage="proposed")
    assert made.issuer == "西河镇人民政府"
    assert (made.opens_on, made.closes_on) == (TODAY, date(2026, 11, 27))


def test_the_ledger_binds_rows_and_keeps_numbers_sealed():
    made = published()
    body = entry_of(made)
    assert body["list"] == made.pk
    assert body["shown"] == 4
    assert "suppressed" not in body
    opening = LedgerEntry.objects.get(pk=made.ledger_index).openings.get(field="suppressed")
    assert opening.value == 1
    assert to_text(commitment(bytes(opening.salt), 1)) == body["commitments"]["suppressed"]
    leaves = bytes(RowsTree.objects.get(pk=made.rows_root).leaves)
    hashes = [leaves[at : at + 32] for at in range(0, len(leaves), 32)]
    assert root(hashes) == from_text(made.rows_root)
    row = made.entries.first()
    canonical = {
        "number": 1,
        "name": "王**",
        "household_size": 2,
        "covered_persons": 2,
        "residence": "rural",
        "category": "B",
        "amount": "600.00",
    }
    assert leaf_hash(bytes(row.salt), canonical) in hashes


def test_no_public_table_holds_a_full_name_or_a_suppressed_number():
    made = published()
    public = [*Publication.objects.values(), *made.entries.values(), *NameKey.objects.values()]
    text = repr(public) + repr([bytes(item.leaf).decode() for item in LedgerEntry.objects.all()])
    for name in (*NAMES, HIDDEN_NAME):
        assert name not in text
    assert "suppressed" not in {field.name for field in Publication._meta.fields}


def test_what_happened_is_on_record():
    made = published()
    entry = AuditEntry.objects.get(verb="list.publish")
    assert (entry.actor.username, entry.subject, entry.area_code) == ("county", f"list:{made.pk}", "379901100200")


@pytest.mark.parametrize(
    ("stage", "importer", "publisher", "refused"),
    [
        ("long-term", "clerk", "county", None),
        ("approved", "clerk", "county", None),
        ("proposed", "township", "lead", None),
        ("appraisal", "township", "lead", None),
        ("long-term", "clerk", "lead", NotAllowed),
        ("long-term", "clerk", "clerk", NotAllowed),
        ("long-term", "county", "county", SameHand),
        ("proposed", "township", "county", NotAllowed),
        ("proposed", "township", "township", NotAllowed),
        ("proposed", "lead", "lead", SameHand),
    ],
)
def test_who_may_publish_what(hands, stage, importer, publisher, refused):
    place = village()
    roster(village=place, by=getattr(hands, importer), stage=stage)
    ask = {"stage": stage, "period": "2026-11", "village": place, "by": getattr(hands, publisher), "today": TODAY}
    if refused is None:
        assert publish_list(**ask).stage == stage
        return
    with pytest.raises(refused):
        publish_list(**ask)
    assert not Publication.objects.exists()


def test_superusers_have_two_hands_only_together(hands):
    place = village()
    hands.county.is_superuser = True
    hands.county.save()
    roster(village=place, by=hands.county)
    with pytest.raises(SameHand):
        publish_list(stage="long-term", period="2026-11", village=place, by=hands.county, today=TODAY)


def test_the_database_itself_refuses_one_hand():
    made = published()
    made.imported_by = made.published_by
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_another_townships_lead_is_refused(hands):
    east = AreaFactory(township=True, code="379901001000", name="东城街道")
    place = AreaFactory(code="379901001200", name="向阳村", parent=east)
    roster(village=place, by=hands.clerk, stage="proposed")
    with pytest.raises(NotAllowed):
        publish_list(stage="proposed", period="2026-11", village=place, by=hands.lead, today=TODAY)


@pytest.mark.parametrize(("field", "missing"), [("supervision_phone", Missing.PHONE), ("organiser", Missing.ISSUER)])
def test_a_missing_disclosure_blocks(field, missing):
    settings = CountySettings.load()
    setattr(settings, field, " ")
    settings.save()
    with pytest.raises(DisclosureMissing) as caught:
        published()
    assert caught.value.missing == (missing,)
    assert not Publication.objects.exists()


def test_without_a_standard_nothing_is_published():
    hands, place = people(), village()
    roster(village=place, by=hands.clerk)
    with pytest.raises(DisclosureMissing) as caught:
        publish_list(stage="long-term", period="2026-11", village=place, by=hands.county, today=TODAY)
    assert caught.value.missing == (Missing.STANDARD,)


def test_a_number_in_an_outgoing_text_blocks_with_its_place():
    settings = CountySettings.load()
    settings.organiser = "民政局13912345678"
    settings.save()
    with pytest.raises(ForbiddenPattern) as caught:
        published()
    assert [finding.place for finding in caught.value.findings] == ["issuer"]
    assert "13912345678" not in str(caught.value)


def test_a_supervision_phone_that_is_a_mobile_may_stand():
    settings = CountySettings.load()
    settings.supervision_phone = "13912345678"
    settings.save()
    assert published().supervision_phone == "13912345678"


def test_totals_that_do_not_agree_block(hands):
    place = village()
    made = roster(village=place, by=hands.clerk)
    VillageRoster.objects.filter(pk=made.pk).update(amount=1)
    with pytest.raises(DoesNotReconcile):
        publish_list(stage="long-term", period="2026-11", village=place, by=hands.county, today=TODAY)


def test_a_new_version_needs_a_reason_and_replaces_the_old(hands):
    first = published()
    roster(village=first.village, by=hands.clerk, names=("王秀英",))
    ask = {"stage": "long-term", "period": "2026-11", "village": first.village, "by": hands.county, "today": TODAY}
    with pytest.raises(AlreadyPublished):
        publish_list(**ask)
    with pytest.raises(UnknownReason):
        publish_list(**ask, reason_code="because")
    second = publish_list(**ask, reason_code="correction")
    first.refresh_from_db()
    assert (second.version, second.replaces, first.is_current) == (2, first, False)
    assert not first.is_open(TODAY)
    assert entry_of(second)["replaces"] == first.pk
    assert not NameKey.objects.filter(publication=first).exists()


def test_nothing_to_publish_and_nobody_to_show(hands):
    ask = {"stage": "long-term", "period": "2026-11", "village": village(), "by": hands.county, "today": TODAY}
    with pytest.raises(NothingToPublish):
        publish_list(**ask)
    empty = publish_list(**ask, reason_code="none-to-show")
    assert (empty.shown_households, empty.reason_code) == (0, "none-to-show")


def test_a_village_of_protected_people_looks_like_one_without_recipients():
    made = published(names=())
    other = village("前进村", "379901100299")
    hands = people()
    empty = publish_list(
        stage="long-term", period="2026-11", village=other, by=hands.county, today=TODAY, reason_code="none-to-show"
    )
    same = ("shown_households", "shown_persons", "shown_amount", "reason_code", "reconciles", "standard_text")
    assert [getattr(made, name) for name in same] == [getattr(empty, name) for name in same]


def test_the_next_month_takes_the_place_of_the_last():
    october = published(period="2026-10")
    november = published(place=october.village)
    october.refresh_from_db()
    assert (october.closed_on, october.is_current) == (TODAY, True)
    assert list(Publication.objects.open_on(TODAY)) == [november]
    with pytest.raises(NewerPeriod):
        published(period="2026-09", place=october.village)


def test_closing_is_put_on_record_once():
    made = published(stage="proposed")
    assert close_due_lists(today=date(2026, 11, 27)) == []
    assert close_due_lists(today=date(2026, 11, 28)) == [made]
    assert close_due_lists(today=date(2026, 11, 29)) == []
    made.refresh_from_db()
    assert made.closed_on == date(2026, 11, 28)
    assert not NameKey.objects.exists()
    body = json.loads(bytes(LedgerEntry.objects.order_by("-index").first().leaf))
    assert body == {"type": "close", "list": made.pk, "day": "2026-11-28", "reason": "window-ended"}
    assert AuditEntry.objects.filter(verb="list.close").count() == 1


def test_others_are_told_after_the_commit(django_capture_on_commit_callbacks):
    told = []

    def listen(publication, **_):
        told.append(publication.pk)

    list_published.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            made = published()
            assert told == []
    finally:
        list_published.disconnect(listen)
    assert told == [made.pk]


def run(*arguments):
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_publishes_what_is_not_out(hands):
    roster(village=village(), by=hands.clerk)
    roster(village=village("前进村", "379901100299"), by=hands.county)
    ask = ("publish_lists", "--stage", "long-term", "--period", "2026-11", "--by", "county")
    answer = run(*ask)
    assert (answer["published"], answer["skipped"]) == (1, [])
    assert [item["code"] for item in answer["refused"]] == ["same-hand"]
    assert "另一人" in answer["refused"][0]["message"]
    roster(village=village("后湾村", "379901100298"), by=hands.clerk)
    assert run(*ask)["published"] == 1


def test_the_command_leaves_alone_what_is_out(hands):
    roster(village=village(), by=hands.clerk)
    ask = ("publish_lists", "--stage", "long-term", "--period", "2026-11", "--by", "county")
    assert run(*ask)["published"] == 1
    assert (run(*ask)["published"], len(run(*ask)["skipped"])) == (0, 1)


def test_who_imported_an_earlier_version_does_not_publish_a_later_one(hands):
    place = village()
    roster(village=place, by=hands.county)
    roster(village=place, by=hands.clerk)
    with pytest.raises(SameHand):
        publish_list(stage="long-term", period="2026-11", village=place, by=hands.county, today=TODAY)


def test_the_user_of_commands_never_publishes_whatever_roles_it_was_given(hands):
    create_role_groups()
    robot = command_user()
    robot.groups.set(hands.county.groups.all())
    robot.office = hands.county.office
    robot.save()
    roster(village=village(), by=hands.clerk)
    with pytest.raises(NotAllowed):
        publish_list(stage="long-term", period="2026-11", village=village(), by=robot, today=TODAY)
    with pytest.raises(CommandError):
        run("publish_lists", "--stage", "long-term", "--period", "2026-11", "--by", "command")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--period", "2026-11", "--by", "nobody"),
        ("--period", "2026-11", "--by", "clerk"),
        ("--period", "2026-13", "--by", "county"),
        ("--period", "2026-11", "--by", "county", "--area", "1"),
        ("--period", "2026-11", "--by", "county"),
    ],
)
def test_the_command_refuses_in_chinese(hands, arguments):
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("publish_lists", "--stage", "long-term", *arguments, "--json", stdout=out)
    assert any("\u4e00" <= char <= "\u9fff" for char in json.loads(out.getvalue())["refused_because"])


def test_close_due_lists_command(settings):
    made = published(stage="proposed")
    settings.PORTAL_TODAY = "2026-11-28"
    assert run("close_due_lists") == {"closed": 1, "lists": [made.pk]}


def notice(**changes):
    made = published(stage="proposed")
    hands = people()
    values = {
        "village": made.village,
        "publication": made,
        "entry_number": 2,
        "outcome": "upheld",
        "explanation": "经复核，该户收入超过标准，不予纳入。",
        "by": hands.township,
        "approved_by": hands.lead,
        "today": TODAY,
    }
    return publish_review_notice(**{**values, **changes})


def test_a_reviews_result_is_publicised_again():
    made = notice()
    assert made.closes_on == date(2026, 11, 27)
    body = json.loads(bytes(LedgerEntry.objects.get(pk=made.ledger_index).leaf))
    assert (body["type"], body["outcome"]) == ("review", "upheld")
    assert made.explanation not in json.dumps(body, ensure_ascii=False)


def test_a_review_needs_two_hands():
    hands = people()
    with pytest.raises(SameHand):
        notice(by=hands.lead, approved_by=hands.lead)
    assert not ReviewNotice.objects.exists()


def test_a_review_names_no_number():
    with pytest.raises(ForbiddenPattern):
        notice(explanation="请联系 13912345678")


def test_a_roster_that_came_in_after_the_look_is_not_published(hands):
    place = village()
    looked_at = roster(village=place, by=hands.clerk)
    roster(village=place, by=hands.clerk, names=NAMES[:2])
    outcome = publish_rosters(rosters=[looked_at], by=hands.county, today=TODAY)
    assert [type(error) for _village, error in outcome.refused] == [RosterReplaced]
    assert not Publication.objects.exists()
