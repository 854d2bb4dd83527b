"""The table of roles: nobody holds both ends of a rule of four eyes."""

import pytest

from county.domain.roles import TABLE, Action, Role, permits

APART = [
    (Action.IMPORT_ROSTER, Action.PUBLISH_LONG_TERM),
    (Action.IMPORT_ROSTER, Action.PUBLISH_PROPOSED),
    (Action.HANDLE_CASE, Action.HANDLE_DISCIPLINE),
    (Action.EDIT_PAGES, Action.APPROVE_PAGES),
    (Action.READ_AUDIT, Action.HANDLE_CASE),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_no_role_holds_both(one, other):
    assert not [role for role, actions in TABLE.items() if {one, other} <= actions]


def test_every_action_has_a_role_and_every_role_an_action():
    assert set(TABLE) == set(Role)
    assert set().union(*TABLE.values()) == set(Action)


def test_unknown_group_names_permit_nothing():
    assert not any(permits(frozenset({"Editors", "clerks"}), action) for action in Action)
