"""Places for senders and staff: readers always come through, refusals come before anything is read."""

import io
import time
from threading import Event, Thread

import pytest

from portal.lanes import SMALL, CutOff, Lanes, Limits

LIMITS = Limits(intake=3, uploads=1, working=1, forms=1, staff=1, wait=0.05, intake_bytes=10**7, form_bytes=1000)


class Inside:
    """An application that holds each request until it is let go; remembers what it read."""

    def __init__(self):
        self.entered, self.let_go, self.read = [], Event(), []

    def __call__(self, environ, start_response):
        self.entered.append(environ["PATH_INFO"])
        self.read.append(environ["wsgi.input"].read())
        assert self.let_go.wait(5)
        return [b"served"]


def refuse(environ, start_response, status):
    return [str(status).encode()]


@pytest.fixture
def inside():
    made = Inside()
    yield made
    made.let_go.set()


@pytest.fixture
def lanes(inside):
    return Lanes(inside, refuse=refuse, prefix="/p", limits=LIMITS)


def request(path, method="GET", body=b"", length=None):
    return {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "CONTENT_LENGTH": str(len(body) if length is None else length),
        "wsgi.input": io.BytesIO(body),
    }


def begin(lanes, inside, *given, **more):
    """A request that is inside by the time this returns."""
    count = len(inside.entered)
    Thread(target=lanes, args=(request(*given, **more), None), daemon=True).start()
    while len(inside.entered) == count:
        time.sleep(0.005)


def ask(lanes, *given, **more):
    return b"".join(lanes(request(*given, **more), None))


@pytest.mark.parametrize(
    ("held", "asked", "method"),
    [
        ("/p/tip/", "/p/receipt/", "POST"),
        ("/p/tip/", "/p/objection/", "GET"),
        ("/p/search/", "/p/publicity/query/", "POST"),
        ("/p/admin/login/", "/p/admin/login/", "POST"),
    ],
)
def test_a_full_lane_refuses(lanes, inside, held, asked, method):
    begin(lanes, inside, held, "POST", b"a=1")
    assert ask(lanes, asked, method, b"a=1") == b"503"
    assert inside.entered == [held]


def test_readers_come_through_whatever_is_held(lanes, inside):
    for path in ("/p/tip/", "/p/search/", "/p/admin/login/"):
        begin(lanes, inside, path, "POST", b"a=1")
    inside.let_go.set()
    assert ask(lanes, "/p/publicity/") == b"served"


def test_a_place_is_free_again_after_the_answer(lanes, inside):
    inside.let_go.set()
    assert [ask(lanes, "/p/tip/", "POST", b"a=1") for _ in range(5)] == [b"served"] * 5


def test_a_small_body_that_comes_slowly_takes_no_place_of_work(lanes, inside):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            assert inside.let_go.wait(5)
            return super().read(size)

    slow = request("/p/tip/", "POST", b"a=1") | {"wsgi.input": Slow(b"a=1")}
    Thread(target=lanes, args=(slow, None), daemon=True).start()
    time.sleep(0.05)
    begin(lanes, inside, "/p/receipt/", "POST", b"a=1")
    assert inside.entered == ["/p/receipt/"]


def test_the_second_upload_is_refused_before_it_is_read(lanes, inside):
    body = bytes(SMALL + 1)
    begin(lanes, inside, "/p/tip/", "POST", body)
    second = request("/p/tip/", "POST", body)
    assert b"".join(lanes(second, None)) == b"503"
    assert second["wsgi.input"].tell() == 0


@pytest.mark.parametrize(
    ("path", "length"), [("/p/tip/", LIMITS.intake_bytes + 1), ("/p/search/", LIMITS.form_bytes + 1)]
)
def test_what_is_too_large_is_refused_before_it_is_read(lanes, inside, path, length):
    assert ask(lanes, path, "POST", b"", length=length) == b"413"
    assert not inside.entered


@pytest.mark.parametrize("body", [b"", b"a=1"])
def test_a_body_that_breaks_off_never_reaches_the_program(lanes, inside, body):
    assert ask(lanes, "/p/tip/", "POST", body, length=100) == b"400"
    assert not inside.entered


def test_an_upload_that_breaks_off_raises_and_frees_its_places(inside):
    lanes = Lanes(inside, refuse=refuse, prefix="", limits=LIMITS)
    for _ in range(3):
        assert ask(lanes, "/tip/", "POST", bytes(SMALL), length=SMALL + 9) == b"400"
    inside.let_go.set()
    assert ask(lanes, "/tip/", "POST", bytes(SMALL + 9)) == b"served"
    assert len(inside.read[-1]) == SMALL + 9


def test_breaking_off_is_an_error_of_input():
    """Django turns those into UnreadablePostError, which the program answers with 400."""
    assert issubclass(CutOff, OSError)


def test_an_even_view_answers_at_whole_steps(inside):
    def even(environ, start_response):
        environ["portal.step_seconds"] = 0.2
        time.sleep(float(environ["QUERY_STRING"]))
        return [b""]

    lanes = Lanes(even, refuse=refuse, prefix="", limits=LIMITS)
    for seconds, expected in (("0", 0.2), ("0.05", 0.2), ("0.25", 0.4)):
        start = time.monotonic()
        lanes(request("/receipt/", "POST", b"a") | {"QUERY_STRING": seconds}, None)
        assert time.monotonic() - start == pytest.approx(expected, abs=0.1)
