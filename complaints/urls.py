"""Addresses of complaints, mounted at the portal's root."""

from django.urls import path

from complaints.views.evenly import evenly
from complaints.views.journeys import ObjectionView, TipView
from complaints.views.outcomes import outcome, outcomes
from complaints.views.receipts import KeptView, ReceiptView
from complaints.views.statistics import statistics, statistics_file, statistics_month

app_name = "complaints"
urlpatterns = [
    path("tip/", TipView.as_view(), name="tip"),
    path("objection/", ObjectionView.as_view(), name="objection"),
    path("receipt/", evenly(ReceiptView.as_view()), name="receipt"),
    path("receipt/kept/", KeptView.as_view(), name="receipt_kept"),
    path("complaints-outcomes/", outcomes, name="outcomes"),
    path("complaints-outcomes/<slug:pk>/", outcome, name="outcome"),
    path("statistics/", statistics, name="statistics"),
    path("statistics/figures.csv", statistics_file, name="statistics_file"),
    path("statistics/<slug:month>/", statistics_month, name="statistics_month"),
]
