"""Named platforms: two people, a token shown once, full names sealed to one key, each fetch on record, nobody else."""

import base64
import json
from datetime import date, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from publicity.actions import platforms
from publicity.actions.closing import close_due_lists
from publicity.actions.errors import NotAllowed, SameHand
from publicity.actions.ledger import publish_checkpoint
from publicity.actions.platforms import NameTaken, WrongState
from publicity.domain.rows_root import from_text, to_text
from publicity.models.platforms import Platform
from publicity.models.rosters import RosterRow
from publicity.platform_seal import BadKey, context, public_key, seal
from tests.factories_county import StaffFactory
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, published, village

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/platform/changes"
PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = base64.b64encode(PRIVATE.public_key().public_bytes_raw()).decode()
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def hands():
    return StaffFactory(username="first", roles=[Role.COUNTY]), StaffFactory(username="second", roles=[Role.COUNTY])


def entered(**changes):
    values = {
        "name": "纪委“互联网+监督”平台",
        "purpose": "监督核查",
        "legal_basis": "东安县2018年方案",
        "stages": ["proposed", "approved", "long-term"],
        "key": KEY,
        "by": hands()[0],
        "today": TODAY,
    }
    return platforms.enter_platform(**values | changes)


def confirmed(**changes):
    made = entered(**changes)
    platforms.confirm_platform(platform=made, by=hands()[1], today=TODAY)
    made.refresh_from_db()
    return made


def served(**changes):
    made = confirmed(**changes)
    return made, platforms.issue_token(platform=made, by=hands()[0], today=TODAY)


def ask(client, token, query=""):
    return client.get(f"{ADDRESS}{query}", headers={"Authorization": f"Bearer {token}"})


def told(client, token, query=""):
    response = ask(client, token, query)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def opened(platform, change, private=PRIVATE, **moved):
    place = {"platform": platform.pk, "list_id": change["list"], "index": change["index"]} | moved
    return json.loads(SUITE.decrypt(from_text(change["sealed"]), private, info=context(**place)))


@pytest.fixture
def lists():
    made = published(stage="proposed"), published()
    publish_checkpoint()
    return made


def test_the_platform_opens_name_village_and_amount_of_shown_households(client, lists):
    platform, token = served()
    answer = told(client, token)
    assert [change["list"] for change in answer["changes"]] == [item.pk for item in lists]
    for change, item in zip(answer["changes"], lists, strict=True):
        payload = opened(platform, change)
        assert payload["village"] == {"code": item.village_id, "name": "西河镇向阳村"}
        assert [row["name"] for row in payload["rows"]] == list(NAMES)
        assert set(payload["rows"][0]) == {"number", "name", "amount"}
        assert payload["rows"][0]["amount"] == "600.00"
        assert HIDDEN_NAME not in json.dumps(payload, ensure_ascii=False)
    assert answer["checkpoint"]["note"] == client.get("/ledger/checkpoint").content.decode()


def test_nobody_else_reads_a_name_on_the_way(client, lists):
    _platform, token = served()
    response = ask(client, token)
    text = response.content.decode()
    for name in (*NAMES, HIDDEN_NAME):
        assert name not in text
    assert response["Cache-Control"] == "no-store, private"
    assert "Access-Control-Allow-Origin" not in response
    assert "ETag" not in response
    assert not response.cookies
    assert token not in repr(cache._cache)


def test_a_message_opens_only_where_it_belongs_and_for_one_key(client, lists):
    platform, token = served()
    change = told(client, token)["changes"][0]
    assert opened(platform, change)
    with pytest.raises(InvalidTag):
        opened(served(name="另一个平台")[0], change)
    for wrong in ({"list_id": lists[1].pk}, {"index": change["index"] + 1}):
        with pytest.raises(InvalidTag):
            opened(platform, change, **wrong)
    with pytest.raises(InvalidTag):
        opened(platform, change, private=X25519PrivateKey.generate())


def test_its_length_does_not_tell_the_names():
    lengths = {len(seal(text.encode(), key=public_key(KEY), info=b"")) for text in ("{}", "王秀英", "王" * 300)}
    assert len(lengths) == 1


def test_increments_go_on_from_next(client, settings, lists):
    _platform, token = served()
    first = told(client, token)
    assert told(client, token, f"?since={first['next']}")["changes"] == []
    settings.PORTAL_TODAY = "2026-12-05"
    close_due_lists(today=date(2026, 12, 5))
    publish_checkpoint()
    (change,) = told(client, token, f"?since={first['next']}")["changes"]
    assert (change["list"], change["action"], change["state"], change["sealed"]) == (
        lists[0].pk,
        "drop-rows",
        "closed",
        None,
    )


def test_who_begins_late_gets_no_names_of_closed_lists(client, settings, lists):
    platform, token = served()
    settings.PORTAL_TODAY = "2026-12-05"
    first, second = told(client, token)["changes"]
    assert (first["sealed"], first["action"]) == (None, "drop-rows")
    assert opened(platform, second)["rows"]


def test_whoever_is_protected_by_now_stops_the_list_until_a_new_version(client, lists):
    _platform, token = served()
    RosterRow.objects.filter(roster_id=lists[1].roster_ref, head_name="李建国").update(confidential=True)
    change = told(client, token)["changes"][1]
    assert (change["action"], change["sealed"]) == ("wait", None)


def test_only_the_stages_that_it_may_fetch(client, lists):
    _platform, token = served(stages=["long-term"])
    assert [change["list"] for change in told(client, token)["changes"]] == [lists[1].pk]


def test_long_increments_are_paged(client, monkeypatch, lists):
    published(place=village("前进村", "379901100299"))
    publish_checkpoint()
    monkeypatch.setattr(platforms, "PAGE", 1)
    _platform, token = served()
    seen, since, more = [], -1, True
    while more:
        answer = told(client, token, f"?since={since}")
        seen += [change["list"] for change in answer["changes"]]
        since, more = answer["next"], answer["more"]
    assert len(seen) == 3


def test_every_fetch_is_on_record_without_a_name(client, settings, lists):
    platform, token = served()
    settings.PORTAL_TODAY = "2026-11-21"
    answer = told(client, token)
    entry = AuditEntry.objects.get(verb="platform.fetch")
    assert entry.subject == f"platform:{platform.pk}"
    assert entry.detail == {"since": -1, "next": answer["next"], "lists": 2, "rows": 8}
    platform.refresh_from_db()
    assert platform.last_used_on == date(2026, 11, 21)
    with connection.cursor() as cursor:
        for table in ("county_auditentry", "publicity_platform"):
            cursor.execute(f'SELECT * FROM "{table}"')
            stored = repr(cursor.fetchall())
            assert token not in stored
            assert not any(name in stored for name in (*NAMES, HIDDEN_NAME))


def test_unknown_expired_and_revoked_tokens_are_refused_alike(client, settings, lists):
    platform, token = served()
    answers = [client.get(ADDRESS), ask(client, "pt_wrong"), ask(client, ""), ask(client, "王")]
    settings.PORTAL_TODAY = (TODAY + timedelta(days=366)).isoformat()
    answers.append(ask(client, token))
    settings.PORTAL_TODAY = TODAY.isoformat()
    assert ask(client, token).status_code == 200
    platforms.revoke_platform(platform=platform, by=hands()[1], today=TODAY)
    answers.append(ask(client, token))
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["WWW-Authenticate"] == "Bearer"
    assert answers[0]["Content-Type"] == "application/problem+json"
    assert "令牌" in answers[0].content.decode()


def test_a_new_token_ends_the_one_before(client, lists):
    platform, token = served()
    fresh = platforms.issue_token(platform=platform, by=hands()[0], today=TODAY)
    assert ask(client, token).status_code == 401
    assert ask(client, fresh).status_code == 200
    assert fresh not in repr(Platform.objects.values_list("token_digest", flat=True))


def test_two_people_and_then_a_token():
    made = entered()
    first, second = hands()
    with pytest.raises(WrongState):
        platforms.issue_token(platform=made, by=first, today=TODAY)
    with pytest.raises(SameHand):
        platforms.confirm_platform(platform=made, by=first, today=TODAY)
    platforms.confirm_platform(platform=made, by=second, today=TODAY)
    with pytest.raises(WrongState):
        platforms.confirm_platform(platform=made, by=second, today=TODAY)
    platforms.revoke_platform(platform=made, by=first, today=TODAY)
    for act in (platforms.issue_token, platforms.revoke_platform, platforms.confirm_platform):
        with pytest.raises(WrongState):
            act(platform=made, by=second, today=TODAY)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNTY])
def test_other_roles_do_not_enter_or_issue(role):
    other, made = StaffFactory(username="other", roles=[role]), entered()
    with pytest.raises(NotAllowed):
        entered(by=other, name="另一个平台")
    if role is not Role.ADMIN:
        with pytest.raises(NotAllowed):
            platforms.confirm_platform(platform=made, by=other, today=TODAY)
        with pytest.raises(NotAllowed):
            platforms.revoke_platform(platform=made, by=other, today=TODAY)
    platforms.confirm_platform(platform=made, by=hands()[1], today=TODAY)
    with pytest.raises(NotAllowed):
        platforms.issue_token(platform=made, by=other, today=TODAY)


def test_the_database_keeps_two_hands_and_tokens_to_confirmed_platforms():
    made = entered()
    for wrong in ({"confirmed_by": made.created_by}, {"token_digest": "x"}, {"token_digest": "x", "revoked_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Platform.objects.filter(pk=made.pk).update(**wrong)


def test_a_name_is_taken_once_until_it_is_revoked():
    made = entered()
    with pytest.raises(NameTaken):
        entered()
    platforms.revoke_platform(platform=made, by=hands()[0], today=TODAY)
    assert entered().pk != made.pk


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_token_runs_out_within_a_year(days):
    with pytest.raises(ValueError):
        platforms.issue_token(platform=confirmed(), by=hands()[0], today=TODAY, days=days)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (KEY, True),
        (KEY.rstrip("="), True),
        (f" {KEY[:20]}\n{KEY[20:]} ", True),
        (to_text(PRIVATE.public_key().public_bytes_raw()), True),
        ("", False),
        ("nonsense!", False),
        (KEY[:-6], False),
        (base64.b64encode(bytes(32)).decode(), False),
        (base64.b64encode(b"\x01" + bytes(31)).decode(), False),
        ("王" * 43, False),
        (KEY * 2, False),
    ],
)
def test_keys(text, good):
    if good:
        assert public_key(text) == to_text(PRIVATE.public_key().public_bytes_raw())
    else:
        with pytest.raises(BadKey):
            public_key(text)


class TestAdmin:
    def sign_in(self, client, user):
        create_role_groups()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def page(self, client, name, *args, status=200):
        response = client.get(reverse(name, args=args))
        assert response.status_code == status
        return response.content.decode()

    def test_from_the_form_to_the_token(self, client):
        first, second = hands()
        self.sign_in(client, first)
        assert "尚未登记" in self.page(client, "publicity_platforms")
        data = {"name": "政务平台", "purpose": "核对", "legal_basis": "协议", "stages": ["long-term"], "key": "x"}
        wrong = client.post(reverse("publicity_platform_enter"), data)
        assert wrong.status_code == 422
        assert "X25519" in wrong.content.decode()
        made = client.post(reverse("publicity_platform_enter"), data | {"key": KEY})
        platform = Platform.objects.get()
        assert made["Location"] == reverse("publicity_platform", args=[platform.pk])
        shown = self.page(client, "publicity_platform", platform.pk)
        assert "另一人" in shown
        assert reverse("publicity_platform_confirm", args=[platform.pk]) not in shown
        assert reverse("publicity_platform_token", args=[platform.pk]) not in shown
        again = client.post(reverse("publicity_platform_enter"), data | {"key": KEY})
        assert again.status_code == 422
        self.sign_in(client, second)
        address = reverse("publicity_platform_confirm", args=[platform.pk])
        assert client.post(address, {}).status_code == 422
        client.post(address, {"sure": "on"})
        answer = client.post(reverse("publicity_platform_token", args=[platform.pk]), {"days": 30})
        platform.refresh_from_db()
        assert platform.token_expires_on == date(2026, 12, 21)
        assert "no-store" in answer["Cache-Control"]
        token = answer.content.decode().partition("pt_")[2].partition("<")[0]
        assert platforms.platform_of(f"pt_{token}", today=TODAY) == platform
        assert f"pt_{token}" not in self.page(client, "publicity_platform", platform.pk)
        assert client.get(reverse("publicity_platform_token", args=[platform.pk])).status_code == 405

    def test_who_entered_it_does_not_confirm_it_by_address_either(self, client):
        made = entered()
        self.sign_in(client, made.created_by)
        client.post(reverse("publicity_platform_confirm", args=[made.pk]), {"sure": "on"})
        made.refresh_from_db()
        assert made.confirmed_by is None

    def test_revoking_needs_a_tick(self, client, lists):
        made, token = served()
        self.sign_in(client, hands()[0])
        address = reverse("publicity_platform_revoke", args=[made.pk])
        assert client.post(address, {}).status_code == 422
        assert ask(client, token).status_code == 200
        assert "8" in self.page(client, "publicity_platform", made.pk)
        client.post(address, {"sure": "on"})
        assert ask(client, token).status_code == 401
        assert "已撤销" in self.page(client, "publicity_platform", made.pk)

    @pytest.mark.parametrize("role", list(Role))
    def test_doors_by_role(self, client, role):
        made = entered()
        self.sign_in(client, StaffFactory(username="looker", roles=[role]))
        sees = role in (Role.COUNTY, Role.ADMIN, Role.AUDITOR)
        refused = 302  # Wagtail leads whoever is refused back to its home
        for name, args, may in (
            ("publicity_platforms", (), sees),
            ("publicity_platform", (made.pk,), sees),
            ("publicity_platform_enter", (), role is Role.COUNTY),
        ):
            self.page(client, name, *args, status=200 if may else refused)
        client.post(reverse("publicity_platform_confirm", args=[made.pk]), {"sure": "on"})
        made.refresh_from_db()
        assert (made.confirmed_by is not None) is (role in (Role.COUNTY, Role.ADMIN))
