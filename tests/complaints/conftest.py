"""The county with keys that tests of cases act in."""

import pytest

from tests.factories_complaints import make_world


@pytest.fixture
def world(db):
    return make_world()
