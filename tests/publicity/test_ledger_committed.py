"""What only committed rows can show: signing, and reading over HTTP. These empty the database when they end."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from publicity.actions import ledger
from publicity.actions.schedules import log_schedule
from publicity.ledger_check import check_ledger
from publicity.ledger_checks.pages import NotServed, over_http
from tests.factories_publicity import TODAY, published, village

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_live_pages_are_checked_over_http(live_server):
    publication = published()
    assert check_ledger(today=TODAY, fetch=over_http(live_server.url)).as_dict()["checked"]["pages"] == 1
    with pytest.raises(NotServed):
        over_http(live_server.url)(f"/publicity/list/{publication.pk}x/")


def test_signing_refuses_to_run_before_the_commit():
    with transaction.atomic(), pytest.raises(RuntimeError):
        ledger.publish_checkpoint()


def test_the_signed_log_holds_a_schedule_that_was_written_down(client):
    village()
    log_schedule(period="2026-12", today=date(2026, 11, 1))
    assert client.get(reverse("ledger:checkpoint")).content.decode().splitlines()[1] == "1"
