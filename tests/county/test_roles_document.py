"""docs/roles.md says what the code does, cell by cell."""

from pathlib import Path

from django.conf import settings

from county.domain.roles import TABLE, Action, Role


def test_the_documented_table_is_the_table():
    lines = Path(settings.BASE_DIR, "docs/roles.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    heading = next(row for row in rows if row[0] == "action")
    assert heading[1:] == [role.value for role in Role]
    table = {row[0]: row[1:] for row in rows if row[0] in list(Action)}
    assert set(table) == set(Action)
    for action, cells in table.items():
        assert cells == ["yes" if action in TABLE[role] else "" for role in Role]
