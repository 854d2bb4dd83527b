"""Addresses below /ledger/: those of the log that is added to, and each log's own under its number."""

from django.urls import include, path

from publicity import ledger_views

app_name = "ledger"
log_patterns = [
    path("checkpoint", ledger_views.signed_checkpoint, name="checkpoint"),
    path("key", ledger_views.key, name="key"),
    path("tile/entries/<path:path>", ledger_views.bundle, name="bundle"),
    path("tile/<path:path>", ledger_views.tile, name="tile"),
    path("consistency/<int:old_size>", ledger_views.grown, name="consistency"),
]
urlpatterns = [
    path("", ledger_views.index, name="index"),
    *log_patterns,
    path("proof/<int:index>", ledger_views.proof, name="proof"),
    path("check_list.py", ledger_views.verifier, name="verifier"),
    path("<int:log>/", ledger_views.log_index, name="log"),
    path("<int:log>/", include(log_patterns)),
]
