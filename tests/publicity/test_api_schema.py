"""Schemathesis asks what the OpenAPI description allows, and what it does not: no fault, every answer as described."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.wsgi import application
from publicity.actions.ledger import publish_checkpoint
from tests.factories_publicity import published

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
QUIET = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described():
    """The description, and a signed ledger with two lists."""
    made = published(stage="proposed")
    published()
    publish_checkpoint()
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application), made


@pytest.mark.parametrize(
    ("path", "good"),
    [("/api/v1/lists", 200), ("/api/v1/lists/{list_id}", 404), ("/api/v1/changes", 200)],
)
def test_whatever_is_asked_the_answer_is_as_described(described, path, good):
    schema, _made = described
    operation, seen = schema[path]["GET"], set()
    asked = operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @QUIET
    @given(asked)
    def ask(case):
        seen.add(case.call_and_validate(checks=CHECKS).status_code)

    ask()
    assert {good, 422} <= seen


def test_a_list_that_is_there_is_as_described(described):
    schema, made = described
    operation = schema["/api/v1/lists/{list_id}"]["GET"]
    answer = operation.Case(path_parameters={"list_id": made.pk}).call_and_validate(checks=CHECKS)
    assert answer.status_code == 200
