"""Addresses below /publicity/."""

from django.urls import path

from publicity.feeds import lists_feed
from publicity.views import changes, coverage, downloads, lists, notice_views, query
from publicity.views.http import public_page, unlisted

app_name = "publicity"
urlpatterns = [
    path("", lists.index, name="index"),
    path("query/", query.query, name="query"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage.svg", coverage.picture, name="coverage_svg"),
    path("coverage/schedule/<int:index>/", coverage.schedule, name="schedule"),
    path("changes/", changes.changes, name="changes"),
    path("feed.atom", public_page(unlisted(lists_feed)), name="feed"),
    path("list/<slug:pk>/", lists.list_page, name="list"),
    path("list/<slug:pk>.pdf", notice_views.list_pdf, name="list_pdf"),
    path("list/<slug:pk>/stamped.pdf", notice_views.stamped, name="stamped"),
    path("list/<slug:pk>/change.pdf", notice_views.change_sheet, name="change_sheet"),
    path("policy-sheet.pdf", notice_views.policy_sheet, name="policy_sheet"),
    path("review/<slug:pk>.pdf", notice_views.review_notice, name="review_pdf"),
    path("list/<slug:pk>.csv", downloads.list_csv, name="list_csv"),
    path("list/<slug:pk>.json", downloads.list_json, name="list_json"),
    path("list/<slug:pk>/datapackage.json", downloads.list_datapackage, name="list_datapackage"),
    path("review/<slug:pk>/", lists.review, name="review"),
    path("<slug:code>/", lists.area, name="area"),
]
