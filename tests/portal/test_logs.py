"""A fault is logged by its frames alone: nothing that a person typed, not the address, not the message."""

import logging

from portal.logs import FaultsOnly, FramesOnly

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
