"""Addresses beside the page tree: where a survey's answers go, the national directory,
the tools beside the guides, a township's windows.
"""

from django.urls import path

from policies_cms import guide_views, survey_views, views

app_name = "policies_cms"
urlpatterns = [
    path("surveys/<int:page_id>/answer/", survey_views.answer, name="answer"),
    path("policies/directory/", views.national_directory, name="directory"),
    path("guides/calculator/", guide_views.calculator, name="calculator"),
    path("guides/check/", guide_views.selfcheck, name="selfcheck"),
    path("guides/forms/", guide_views.paper_forms, name="forms"),
    path("services/<str:code>/", guide_views.township, name="township"),
]
