"""Every address of the portal; all of them move under `PORTAL_PREFIX` together."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from county.second_factor.views import SignOutView
from portal.robots import robots, sitemap
from portal.settings.environment import PORTAL_PREFIX
from portal.views import healthz, media_file, readyz

prefix = f"{PORTAL_PREFIX.lstrip('/')}/" if PORTAL_PREFIX else ""

routes = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("admin/logout/", SignOutView.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Wagtail's own sign-in for readers sets a cookie on a public page; there is one door for staff.
    path("_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login")),
    path("publicity/", include("publicity.urls")),
    path("ledger/", include("publicity.ledger_urls")),
    path("api/v1/", include("publicity.api.urls")),
    path("search/", include("search.urls")),
    path("", include("complaints.urls")),
    path("", include("county.urls")),
    path("", include("policies_cms.urls")),
    path("media/<path:path>", media_file, name="media"),
    path("", include(wagtail_urls)),
]

urlpatterns = [path(prefix, include(routes))]
handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
