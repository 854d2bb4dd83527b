"""Keys and cases; import the submodules, these names are for Django to find the models."""

from complaints.models import cases, counts, desk, guidance, held, keys, outcomes, recusals, retention  # noqa: F401
