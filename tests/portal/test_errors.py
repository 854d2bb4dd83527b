"""Error pages: in Chinese, without a cookie, an echo or a place in a cache."""

import re

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import RequestFactory

from portal import views
from portal.errors import TOLD, error_response, refuse

SECRET = "红色灯笼下的会计"


@pytest.mark.parametrize("status", TOLD)
def test_each_page_says_in_chinese_what_to_do(status):
    response = error_response(status)
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1") == 1
    assert re.search(r"<h1>[\u4e00-\u9fff，]+</h1>", page)
    assert not re.search(r"[A-Za-z]{4,}", re.sub(r"<[^>]+>|[\s\S]*<body>", " ", page))
    assert "12345" in page
    assert response["Cache-Control"] == "no-store"
    assert "script" not in page
    assert not response.cookies
    assert ("Retry-After" in response) is (status == 503)


@pytest.mark.parametrize(
    ("view", "error", "status"),
    [
        (views.bad_request, SuspiciousOperation(SECRET), 400),
        (views.bad_request, RequestDataTooBig(SECRET), 413),
        (views.forbidden, PermissionError(SECRET), 403),
    ],
)
def test_no_page_repeats_what_was_asked(view, error, status):
    response = view(RequestFactory().get(f"/tip/{SECRET}"), error)
    assert response.status_code == status
    assert SECRET not in response.content.decode()


def test_a_refusal_of_the_server_is_the_same_page():
    told = []
    (page,) = refuse({"REQUEST_METHOD": "POST"}, lambda *given: told.append(given), 503)
    assert page == error_response(503).content
    ((status, headers),) = told
    assert status == "503 Service Unavailable"
    assert dict(headers)["Content-Length"] == str(len(page))
    assert refuse({"REQUEST_METHOD": "HEAD"}, lambda *given: None, 503) == [b""]
