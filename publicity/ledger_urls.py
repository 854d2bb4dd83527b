"""Addresses below /ledger/."""

from django.urls import path

from publicity import ledger_views

app_name = "ledger"
urlpatterns = [
    path("", ledger_views.index, name="index"),
    path("checkpoint", ledger_views.signed_checkpoint, name="checkpoint"),
    path("key", ledger_views.key, name="key"),
    path("tile/<path:path>", ledger_views.tile, name="tile"),
]
