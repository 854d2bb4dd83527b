"""Health, media and error pages."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils._os import safe_join

from county.models.areas import Area
from portal.errors import error_response


def healthz(request: HttpRequest) -> HttpResponse:
    """200 once the program can serve; with PORTAL_DEMO only when the demo county is loaded."""
    if settings.PORTAL_DEMO and not Path(settings.PORTAL_DATA, "demo-loaded").exists():
        return HttpResponse("loading\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and areas are loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    ready = Area.objects.exists()
    return JsonResponse({"database": True, "areas": ready}, status=200 if ready else 503)


def media_file(request: HttpRequest, path: str) -> FileResponse:
    """Serves editors' images; documents go through Wagtail's own view."""
    if not path.startswith(("images/", "original_images/")) or ".." in path.split("/"):
        raise Http404
    file = Path(safe_join(settings.MEDIA_ROOT, path))
    if not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type=mimetypes.guess_type(file.name)[0])
    response["Cache-Control"] = "public, max-age=86400"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page, in plain words and without the address that was asked for or anything after it."""
    request.GET = QueryDict("view=large" if request.GET.get("view") == "large" else "")
    response = render(request, "404.html", status=404)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 400 page; 413 where the form was larger than a form may be."""
    return error_response(413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """The 403 page, also of a form whose token is missing: never with the reason."""
    return error_response(403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page: it reads nothing from the database, so that nothing can fail again."""
    return error_response(500)
