"""Keys and cases; import the submodules, these names are for Django to find the models."""

from complaints.models import cases, counts, keys  # noqa: F401
