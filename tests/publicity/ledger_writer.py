"""A process that appends and signs by turns, as a web worker does; run by test_ledger_writers.

Arguments: data directory, `make` or the writer's number, how many entries. Prints each acknowledged number and note.
"""

import json
import os
import sys
from pathlib import Path


def main(data, writer, count):
    os.environ["DATABASE_URL"] = f"sqlite:///{data / 'portal.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    import django  # noqa: PLC0415 - the address of the database comes first

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from publicity.actions import ledger  # noqa: PLC0415
    from publicity.models import ledger as models  # noqa: PLC0415

    settings.PORTAL_DATA = data
    if writer == "make":
        with connection.schema_editor() as editor:
            for name in ("LedgerEntry", "LedgerOpening", "LedgerLog", "LedgerLock", "RowsTree"):
                editor.create_model(getattr(models, name))
        return
    for n in range(count):
        number = ledger.append_entry(body={"type": "noted", "writer": int(writer), "n": n, "day": "2026-11-20"})
        print(json.dumps([number, ledger.publish_checkpoint()]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
