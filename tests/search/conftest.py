import pytest
from django.core.management import call_command


@pytest.fixture
def indexed(db):
    """Reads all pages and windows into the index anew; call it after the test's pages are made."""

    def rebuild() -> None:
        call_command("update_index", verbosity=0)

    return rebuild
