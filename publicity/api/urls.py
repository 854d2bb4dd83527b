"""/api/v1/: for anyone without a token, and for named platforms with one. No page of it loads a script."""

from django.http import Http404
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer

from publicity.api import changes, lists, platforms
from publicity.api.http import confidential, public
from publicity.api.problems import invalid, not_found, problem

DESCRIPTION = """低保公示名单的公开接口：与网页公示内容一致，姓名已隐去；每个回答都带公示账本的签名检查点。
Read-only. No token is needed but for `/platform/`. Every answer carries the ledger's signed checkpoint."""


class ReadableJson(JSONRenderer):
    """Chinese as it is: half the bytes, and people look at it too."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="阳光低保公示接口",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    renderer=ReadableJson(),
    urls_namespace="publicity-api",
)
api.add_router("", lists.router)
api.add_router("", changes.router)
api.add_router("", platforms.router)
api.add_exception_handler(ValidationError, invalid)
api.add_exception_handler(Http404, not_found)
api.add_exception_handler(AuthenticationError, platforms.token_needed)
api.add_exception_handler(HttpError, lambda request, error: problem(error.status_code, error.message))


def _wrapped(pattern: URLPattern) -> URLPattern:
    guard = confidential if str(pattern.pattern).startswith("platform/") else public
    pattern.callback = guard(pattern.callback)
    return pattern


_patterns, _app, _namespace = api.urls
urlpatterns = [
    path("", ([_wrapped(pattern) for pattern in _patterns], _app, _namespace)),
    re_path("", public(not_found)),
]
