"""Addresses beside the page tree: where a survey's answers go, and the national directory."""

from django.urls import path

from policies_cms import views

app_name = "policies_cms"
urlpatterns = [
    path("surveys/<int:page_id>/answer/", views.answer, name="answer"),
    path("policies/directory/", views.national_directory, name="directory"),
]
