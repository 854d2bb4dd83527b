"""A fault is logged by its frames alone: nothing that a person typed, not the address, not the message."""

import logging
import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from portal.logs import DayFile, FaultsOnly, FramesOnly, OfSenders

SECRET = "红色灯笼下的会计"


def record(error):
    made = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: /tip/%s", (SECRET,), None
    )
    made.exc_info = (type(error), error, error.__traceback__) if error else None
    return made


def fault():
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        return error


def test_frames_and_class_but_no_words():
    line = FramesOnly().format(record(fault()))
    assert "ValueError" in line
    assert "fault" in line
    assert SECRET not in line


def test_an_answer_without_an_exception_is_not_logged():
    assert FaultsOnly().filter(record(fault()))
    assert not FaultsOnly().filter(record(None))


@pytest.mark.parametrize(
    ("path", "sender"), [("/tip/", True), ("/receipt/kept/", True), ("/tips/", False), ("/", False), ("", False)]
)
def test_faults_of_senders_go_to_the_file_of_the_day_alone(path, sender):
    made = record(fault())
    made.request = SimpleNamespace(path=path)
    assert OfSenders().filter(made) is sender
    assert OfSenders(senders=False).filter(made) is not sender


def test_the_file_of_the_day_tells_no_time_and_no_word(tmp_path, settings):
    settings.PORTAL_DATA = tmp_path
    for _ in range(3):
        DayFile().emit(record(fault()))
    (file,) = (tmp_path / "faults").iterdir()
    text = file.read_text()
    assert text.count("ValueError") == 1
    assert SECRET not in text
    assert not re.search(r"\d\d:\d\d", text)
    for each in (file, file.parent):
        assert timezone.localtime(datetime.fromtimestamp(each.stat().st_mtime, tz=UTC)).strftime("%H%M%S") == "000000"
    assert file.stat().st_mode & 0o077 == 0


def test_a_full_disk_makes_no_second_fault(settings):
    settings.PORTAL_DATA = "/proc/nowhere"
    DayFile().emit(record(fault()))


@pytest.mark.parametrize(
    "name", ["django.security.DisallowedHost", "django.security.csrf", "axes.signals", "PIL.Image", "pikepdf._core"]
)
def test_what_has_no_place_in_a_log_is_not_written_by_python_either(name, capfd):
    """A logger without any handler falls back to standard error, words and all."""
    logger = logging.getLogger(name)
    assert logger.callHandlers(record(fault())) is None
    assert SECRET not in "".join(capfd.readouterr())
    found = logger
    while found.propagate and not found.handlers:
        found = found.parent
    assert found.handlers
