"""Staff's second factor: nothing of the admin opens before it, and the paths around it are shut."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as project
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from complaints.session import COOKIE
from county.actions import create_staff
from county.domain.roles import Role
from county.models.audit import AuditEntry
from county.second_factor import actions
from tests.factories_complaints import PASSWORD, make_world

pytestmark = pytest.mark.django_db
LOGIN = project.ADMIN_PATH + "login/"
PROVE = project.ADMIN_PATH + "second-step/"
DEVICE = PROVE + "device/"
QUEUE = project.ADMIN_PATH + "cases/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def world():
    return make_world()


def sign_in(name, client=None):
    client = client or Client()
    answer = client.post(LOGIN, {"username": name, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def code_of(device, steps=0):
    device.refresh_from_db()
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def enrolled(user):
    device = actions.device_to_confirm(user)
    actions.confirm_device(user=user, code=code_of(device))
    device.refresh_from_db()
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1)  # as if half a minute had gone by
    return device


def patient(user):
    """As if the wait after a wrong code were over."""
    TOTPDevice.objects.filter(user=user).update(throttling_failure_timestamp=None, throttling_failure_count=0)


def test_two_pages_opened_at_once_shut_nobody_out(world):
    user = world.users["township"]
    for _each in range(2):
        TOTPDevice.objects.create(user=user, confirmed=False, name="totp")
    device = enrolled(user)
    assert TOTPDevice.objects.get(user=user) == device


def test_the_password_alone_opens_no_page_of_the_admin(world):
    enrolled(world.users["township"])
    client = sign_in("township")
    for address in (
        QUEUE,
        project.ADMIN_PATH,
        project.ADMIN_PATH + "account/",
        project.ADMIN_PATH + "case-keys/",
        DEVICE,
    ):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert urlsplit(answer["Location"]).path == PROVE
    assert client.post(project.ADMIN_PATH + "second-step/codes/").status_code == 302
    assert not StaticToken.objects.exists()


def test_the_code_opens_what_was_asked_for_and_the_case_key_is_open_too(world):
    device = enrolled(world.users["township"])
    client = sign_in("township")
    asked = client.get(QUEUE)
    before = client.session.session_key
    answer = client.post(asked["Location"], {"code": code_of(device)})
    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    assert client.session.session_key != before
    assert client.get(QUEUE).status_code == 200
    assert client.cookies[COOKIE].value


def test_a_code_counts_once(world):
    device = enrolled(world.users["township"])
    code = code_of(device)
    assert sign_in("township").post(PROVE, {"code": code}).status_code == 302
    answer = sign_in("township").post(PROVE, {"code": code})
    assert answer.status_code == 200
    assert "验证码不对" in answer.content.decode()


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "０００００0", "-00001", "' or 1=1"])
def test_what_is_no_code_opens_nothing(world, code):
    enrolled(world.users["township"])
    client = sign_in("township")
    assert client.post(PROVE, {"code": code}).status_code == 200
    assert client.get(QUEUE).status_code == 302


def test_wrong_codes_make_the_right_one_wait(world):
    user = world.users["township"]
    device = enrolled(user)
    client = sign_in("township")
    wrong = f"{(int(code_of(device)) + 500_000) % 1_000_000:06d}"
    for _each in range(3):
        client.post(PROVE, {"code": wrong})
    answer = client.post(PROVE, {"code": code_of(device)})
    assert "输错次数太多" in answer.content.decode()
    assert client.get(QUEUE).status_code == 302
    patient(user)
    assert client.post(PROVE, {"code": code_of(device)}).status_code == 302


def test_another_persons_code_opens_nothing(world):
    enrolled(world.users["township"])
    other = enrolled(world.users["county"])
    client = sign_in("township")
    assert client.post(PROVE, {"code": code_of(other)}).status_code == 200


def test_it_never_leads_to_another_site(world):
    device = enrolled(world.users["township"])
    answer = sign_in("township").post(PROVE + "?next=https://example.org/", {"code": code_of(device)})
    assert answer["Location"] == project.ADMIN_PATH


def test_without_a_device_one_is_set_up_first(world):
    client = sign_in("township")
    answer = client.get(QUEUE)
    assert urlsplit(answer["Location"]).path == DEVICE
    page = client.get(DEVICE).content.decode()
    device = TOTPDevice.objects.get(user=world.users["township"])
    secret = parse_qs(urlsplit(device.config_url).query)["secret"][0]
    assert secret in page.replace(" ", "")
    assert "<svg" in page
    assert not re.search(r'src="(?!/)', page)
    assert client.get(QUEUE).status_code == 302
    sheet = client.post(DEVICE, {"code": code_of(device)})
    codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", sheet.content.decode())
    assert len(set(codes)) == 10
    assert "no-store" in sheet["Cache-Control"]
    assert client.get(QUEUE).status_code == 200
    assert secret not in client.get(DEVICE).content.decode().replace(" ", "")
    assert AuditEntry.objects.filter(verb="second-factor.enrol").count() == 1


def test_a_wrong_code_confirms_no_device(world):
    client = sign_in("township")
    client.get(DEVICE)
    assert client.post(DEVICE, {"code": "000"}).status_code == 200
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_a_code_on_paper_opens_once_and_is_not_in_the_database(world):
    user = world.users["township"]
    enrolled(user)
    first, *rest = actions.make_recovery_codes(user=user)
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in (first, *rest)}
    assert sign_in("township").post(PROVE, {"code": first.upper().replace("-", " ")}).status_code == 302
    assert sign_in("township").post(PROVE, {"code": first}).status_code == 200
    assert actions.codes_left(user) == 9
    assert AuditEntry.objects.get(verb="second-factor.paper").detail == {"left": 9}


def test_new_codes_void_the_former_sheet(world):
    user = world.users["township"]
    device = enrolled(user)
    former = actions.make_recovery_codes(user=user)
    client = sign_in("township")
    client.post(PROVE, {"code": code_of(device)})
    assert client.post(PROVE + "codes/").status_code == 200
    assert sign_in("township").post(PROVE, {"code": former[0]}).status_code == 200


def test_who_manages_accounts_resets_a_colleagues_device_on_record(world):
    boss = create_staff(
        username="boss", name="管", password=PASSWORD, roles=[Role.ADMIN], office=world.offices["county"]
    )
    user = world.users["township"]
    device, own = enrolled(user), enrolled(boss)
    open_session = sign_in("township")
    open_session.post(PROVE, {"code": code_of(device)})
    client = sign_in("boss")
    client.post(PROVE, {"code": code_of(own)})
    address = PROVE + "colleagues/"
    assert "township" in client.get(address).content.decode() or str(user) in client.get(address).content.decode()
    assert client.post(address, {"user": user.pk}).status_code == 302
    assert not actions.has_device(user)
    assert open_session.get(QUEUE).status_code == 302
    entry = AuditEntry.objects.get(verb="second-factor.reset")
    assert (entry.actor, entry.subject) == (boss, f"user:{user.pk}")
    assert client.post(address, {"user": boss.pk}).status_code == 302
    assert actions.has_device(boss)
    assert client.post(address, {"user": "x"}).status_code == 404


def test_nobody_else_resets_devices(world):
    user, other = world.users["county"], world.users["township"]
    device = enrolled(user)
    enrolled(other)
    client = sign_in("county")
    client.post(PROVE, {"code": code_of(device)})
    client.post(PROVE + "colleagues/", {"user": other.pk})
    assert actions.has_device(other)
    with pytest.raises(actions.NotAllowed):
        actions.reset_device(user=other, by=user)


def test_public_pages_need_none_and_set_no_cookie(world, client):
    answer = client.get("/receipt/")
    assert (answer.status_code, dict(answer.cookies)) == (200, {})


def test_in_the_demo_nothing_is_asked(world, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert sign_in("township").get(QUEUE).status_code == 200


@pytest.mark.parametrize(
    ("production", "on", "refused"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_a_production_without_it_does_not_start(settings, production, on, refused):
    settings.PORTAL_PRODUCTION, settings.STAFF_SECOND_FACTOR = production, on
    assert ("county.E001" in [found.id for found in run_checks()]) == refused


def test_a_link_to_sign_out_signs_nobody_out(world, settings):
    settings.STAFF_SECOND_FACTOR = False
    client = sign_in("township")
    address = reverse("wagtailadmin_logout")
    page = client.get(address)
    assert (page.status_code, set(page.cookies) & {"sessionid", COOKIE}) == (200, set())
    assert client.get(QUEUE).status_code == 200
    assert client.post(address).status_code == 302
    assert client.get(QUEUE).status_code == 302
    assert client.get(address)["Location"] == LOGIN
