"""Who may do what: roles, actions and the table between them.

Four eyes are rules of the actions themselves; this table only says which doors a role may try.
"""

from enum import StrEnum


class Role(StrEnum):
    """A role is a group of the same name; a person may hold several."""

    CLERK = "clerk"
    TOWNSHIP = "township"
    TOWNSHIP_LEAD = "township-lead"
    COUNTY = "county"
    DISCIPLINE = "discipline"
    EDITOR = "editor"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Action(StrEnum):
    """What can be asked of the portal by staff."""

    IMPORT_ROSTER = "import-roster"
    PUBLISH_APPRAISAL = "publish-appraisal"
    PUBLISH_PROPOSED = "publish-proposed"
    PUBLISH_APPROVED = "publish-approved"
    PUBLISH_LONG_TERM = "publish-long-term"
    PUBLISH_DELEGATED = "publish-delegated"
    PUBLISH_LONG_TERM_TOWNSHIP = "publish-long-term-township"
    DELEGATE = "delegate"
    SUPERVISE_LISTS = "supervise-lists"
    HIDE_FOR_PRIVACY = "hide-for-privacy"
    ERASE_HOUSEHOLD = "erase-household"
    SET_DISCLOSURE = "set-disclosure"
    CLOSE_LISTS = "close-lists"
    PRINT_NOTICE = "print-notice"
    RECORD_POSTING = "record-posting"
    ATTACH_STAMPED = "attach-stamped"
    GIVE_REASONS = "give-reasons"
    RELEASE_REASONS = "release-reasons"
    KEEP_SCHEDULE = "keep-schedule"
    MANAGE_PLATFORMS = "manage-platforms"
    CONFIRM_PLATFORM = "confirm-platform"
    HANDLE_CASE = "handle-case"
    APPROVE_CASE = "approve-case"
    SUPERVISE_CASES = "supervise-cases"
    HANDLE_DISCIPLINE = "handle-discipline"
    READ_AUDIT = "read-audit"
    EDIT_PAGES = "edit-pages"
    APPROVE_PAGES = "approve-pages"
    KEEP_CODES = "keep-codes"
    KEEP_SURVEYS = "keep-surveys"
    MANAGE_SITE = "manage-site"


TABLE: dict[Role, frozenset[Action]] = {
    Role.CLERK: frozenset({Action.IMPORT_ROSTER, Action.PRINT_NOTICE, Action.HIDE_FOR_PRIVACY}),
    Role.TOWNSHIP: frozenset(
        {
            Action.IMPORT_ROSTER,
            Action.PRINT_NOTICE,
            Action.RECORD_POSTING,
            Action.ATTACH_STAMPED,
            Action.GIVE_REASONS,
            Action.HIDE_FOR_PRIVACY,
            Action.HANDLE_CASE,
        }
    ),
    Role.TOWNSHIP_LEAD: frozenset(
        {
            Action.PUBLISH_APPRAISAL,
            Action.PUBLISH_PROPOSED,
            Action.PUBLISH_DELEGATED,
            Action.PUBLISH_LONG_TERM_TOWNSHIP,
            Action.HIDE_FOR_PRIVACY,
            Action.CLOSE_LISTS,
            Action.PRINT_NOTICE,
            Action.RECORD_POSTING,
            Action.ATTACH_STAMPED,
            Action.APPROVE_CASE,
        }
    ),
    Role.COUNTY: frozenset(
        {
            Action.PUBLISH_APPROVED,
            Action.PUBLISH_LONG_TERM,
            Action.SET_DISCLOSURE,
            Action.DELEGATE,
            Action.SUPERVISE_LISTS,
            Action.HIDE_FOR_PRIVACY,
            Action.ERASE_HOUSEHOLD,
            Action.CLOSE_LISTS,
            Action.PRINT_NOTICE,
            Action.RECORD_POSTING,
            Action.ATTACH_STAMPED,
            Action.RELEASE_REASONS,
            Action.KEEP_SCHEDULE,
            Action.MANAGE_PLATFORMS,
            Action.CONFIRM_PLATFORM,
            Action.HANDLE_CASE,
            Action.APPROVE_CASE,
            Action.SUPERVISE_CASES,
            Action.KEEP_CODES,
            Action.KEEP_SURVEYS,
        }
    ),
    Role.DISCIPLINE: frozenset({Action.HANDLE_DISCIPLINE}),
    Role.EDITOR: frozenset({Action.EDIT_PAGES, Action.KEEP_CODES, Action.KEEP_SURVEYS}),
    Role.APPROVER: frozenset({Action.APPROVE_PAGES}),
    Role.AUDITOR: frozenset({Action.READ_AUDIT}),
    Role.ADMIN: frozenset({Action.MANAGE_SITE, Action.KEEP_CODES, Action.CONFIRM_PLATFORM}),
}


def permits(roles: frozenset[str], action: Action) -> bool:
    """Whether any of `roles` (names of groups; unknown ones count for nothing) permits `action`."""
    return any(action in TABLE[role] for role in Role if role.value in roles)
