"""The lifecycle's table, move by move, and everything that is not in it."""

from datetime import date
from itertools import product

import pytest

from complaints.domain.lifecycle import (
    FINAL,
    MOVES,
    ONCE,
    OPEN,
    UNANSWERED,
    Actor,
    Event,
    State,
    UnknownMove,
    move,
    possible,
    reopen_until,
)

S, E, A = State, Event, Actor
IN_HANDS = {*OPEN, S.DECIDED, S.ANSWERED, S.NOT_ACCEPTED}
PUBLIC = (E.DRAFT_OUTCOME, E.PUBLISH_OUTCOME, E.RETURN_OUTCOME, E.WITHDRAW_OUTCOME)
BEFORE = {
    E.REPORT: [E.SUPERVISE],
    E.PUBLISH_OUTCOME: [E.DRAFT_OUTCOME],
    E.RETURN_OUTCOME: [E.DRAFT_OUTCOME],
    E.WITHDRAW_OUTCOME: [E.DRAFT_OUTCOME, E.PUBLISH_OUTCOME],
}
WRITTEN_OUT = {
    A.HANDLER: {
        (S.RECEIVED, E.ACCEPT, S.ACCEPTED),
        (S.RECEIVED, E.NOT_ACCEPT, S.NOT_ACCEPTED),
        (S.RECEIVED, E.TRANSFER, S.TRANSFERRED),
        (S.ACCEPTED, E.ASK_MORE, S.MORE_ASKED),
        (S.ACCEPTED, E.START_REVIEW, S.UNDER_REVIEW),
        (S.ACCEPTED, E.NOT_ACCEPT, S.NOT_ACCEPTED),
        (S.ACCEPTED, E.TRANSFER, S.TRANSFERRED),
        (S.MORE_ASKED, E.START_REVIEW, S.UNDER_REVIEW),
        (S.MORE_ASKED, E.TRANSFER, S.TRANSFERRED),
        (S.UNDER_REVIEW, E.ASK_MORE, S.MORE_ASKED),
        (S.UNDER_REVIEW, E.DECIDE, S.DECIDED),
        (S.UNDER_REVIEW, E.TRANSFER, S.TRANSFERRED),
        (S.SPECIAL_SUPERVISION, E.START_REVIEW, S.UNDER_REVIEW),
        (S.SPECIAL_SUPERVISION, E.TRANSFER, S.TRANSFERRED),
        (S.REOPENED, E.START_REVIEW, S.UNDER_REVIEW),
        (S.REOPENED, E.TRANSFER, S.TRANSFERRED),
        (S.ANSWERED, E.CLOSE, S.CLOSED),
        (S.NOT_ACCEPTED, E.CLOSE, S.CLOSED),
        *((state, event, state) for event in (E.TAKE, E.ASSIGN) for state in IN_HANDS),
        (S.CLOSED, E.DRAFT_OUTCOME, S.CLOSED),
    },
    A.APPROVER: {
        (S.DECIDED, E.APPROVE, S.ANSWERED),
        (S.DECIDED, E.RETURN, S.UNDER_REVIEW),
        *((state, E.ASSIGN, state) for state in IN_HANDS),
        (S.CLOSED, E.PUBLISH_OUTCOME, S.CLOSED),
        (S.CLOSED, E.RETURN_OUTCOME, S.CLOSED),
        (S.CLOSED, E.WITHDRAW_OUTCOME, S.CLOSED),
    },
    A.SUPERVISOR: {
        *((state, E.EXTEND, state) for state in OPEN),
        *((state, E.TRANSFER, S.TRANSFERRED) for state in OPEN),
        (S.RECEIVED, E.SUPERVISE, S.SPECIAL_SUPERVISION),
        (S.ACCEPTED, E.SUPERVISE, S.SPECIAL_SUPERVISION),
        (S.MORE_ASKED, E.SUPERVISE, S.SPECIAL_SUPERVISION),
        (S.UNDER_REVIEW, E.SUPERVISE, S.SPECIAL_SUPERVISION),
        (S.REOPENED, E.SUPERVISE, S.SPECIAL_SUPERVISION),
        *((state, E.REPORT, state) for state in S),
        (S.CLOSED, E.WITHDRAW_OUTCOME, S.CLOSED),
    },
    A.DISCIPLINE: {
        (S.RECEIVED, E.ACCEPT, S.ACCEPTED),
        (S.TRANSFERRED, E.ACCEPT, S.ACCEPTED),
        (S.REOPENED, E.ACCEPT, S.ACCEPTED),
        (S.RECEIVED, E.NOT_ACCEPT, S.NOT_ACCEPTED),
        (S.TRANSFERRED, E.NOT_ACCEPT, S.NOT_ACCEPTED),
        (S.ACCEPTED, E.ASK_MORE, S.MORE_ASKED),
        (S.ACCEPTED, E.ANSWER, S.ANSWERED),
        (S.MORE_ASKED, E.ANSWER, S.ANSWERED),
        (S.ACCEPTED, E.CLOSE, S.CLOSED),
        (S.MORE_ASKED, E.CLOSE, S.CLOSED),
        (S.ANSWERED, E.CLOSE, S.CLOSED),
        (S.NOT_ACCEPTED, E.CLOSE, S.CLOSED),
        *((state, event, state) for event in (E.TAKE, E.ASSIGN) for state in (*IN_HANDS, S.TRANSFERRED)),
        *((S.CLOSED, event, S.CLOSED) for event in PUBLIC),
    },
    A.SENDER: {
        (S.RECEIVED, E.ADD, S.RECEIVED),
        (S.ACCEPTED, E.ADD, S.ACCEPTED),
        (S.MORE_ASKED, E.ADD, S.ACCEPTED),
        (S.UNDER_REVIEW, E.ADD, S.UNDER_REVIEW),
        (S.DECIDED, E.ADD, S.DECIDED),
        (S.TRANSFERRED, E.ADD, S.TRANSFERRED),
        (S.SPECIAL_SUPERVISION, E.ADD, S.SPECIAL_SUPERVISION),
        (S.REOPENED, E.ADD, S.REOPENED),
        (S.ANSWERED, E.REOPEN, S.REOPENED),
        (S.NOT_ACCEPTED, E.REOPEN, S.REOPENED),
        (S.CLOSED, E.REOPEN, S.REOPENED),
        *((state, E.RATE, state) for state in FINAL),
    },
    A.SYSTEM: {(state, event, state) for event in (E.OVERDUE, E.RECOUNT, E.REMIND) for state in UNANSWERED},
}
EVERY = list(product(State, Event, Actor))


@pytest.mark.parametrize(("state", "event", "actor"), EVERY)
def test_every_combination_is_as_written_out(state, event, actor):
    expected = {after for before, what, after in WRITTEN_OUT[actor] if (before, what) == (state, event)}
    if expected:
        assert {move(state, event, actor, BEFORE.get(event, []))} == expected
    else:
        with pytest.raises(UnknownMove):
            move(state, event, actor, BEFORE.get(event, []))


@pytest.mark.parametrize(
    ("past", "event", "possible"),
    [
        ([], E.REPORT, False),
        ([E.SUPERVISE], E.REPORT, True),
        ([E.SUPERVISE, E.START_REVIEW, E.REPORT], E.REPORT, False),
        ([E.SUPERVISE, E.REPORT, E.REOPEN, E.SUPERVISE], E.REPORT, True),
        ([], E.DRAFT_OUTCOME, True),
        ([E.DRAFT_OUTCOME], E.DRAFT_OUTCOME, False),
        ([E.DRAFT_OUTCOME, E.RETURN_OUTCOME], E.DRAFT_OUTCOME, True),
        ([E.DRAFT_OUTCOME, E.RETURN_OUTCOME], E.PUBLISH_OUTCOME, False),
        ([E.DRAFT_OUTCOME, E.PUBLISH_OUTCOME], E.DRAFT_OUTCOME, False),
        ([E.DRAFT_OUTCOME, E.PUBLISH_OUTCOME], E.PUBLISH_OUTCOME, False),
        ([E.DRAFT_OUTCOME, E.PUBLISH_OUTCOME, E.WITHDRAW_OUTCOME], E.DRAFT_OUTCOME, True),
        ([E.DRAFT_OUTCOME, E.PUBLISH_OUTCOME, E.WITHDRAW_OUTCOME], E.WITHDRAW_OUTCOME, False),
    ],
)
def test_what_has_an_order_of_its_own(past, event, possible):
    state, _event, actor = next(key for key in MOVES if key[1] is event)
    if possible:
        assert move(state, event, actor, past) is state
    else:
        with pytest.raises(UnknownMove):
            move(state, event, actor, past)


@pytest.mark.parametrize("event", sorted(ONCE))
def test_once_only(event):
    state, _event, actor = next(key for key in MOVES if key[1] is event)
    assert move(state, event, actor, [Event.ACCEPT])
    with pytest.raises(UnknownMove):
        move(state, event, actor, [Event.ACCEPT, event])
    assert event not in possible(state, actor, [event])


def test_exactly_these_happen_once():
    assert {Event.ASK_MORE, Event.EXTEND, Event.REOPEN, Event.RATE} == ONCE


def test_nobody_decides_and_approves_in_one_role():
    deciding = {actor for _s, event, actor in MOVES if event is Event.DECIDE}
    approving = {actor for _s, event, actor in MOVES if event is Event.APPROVE}
    assert deciding == {Actor.HANDLER}
    assert approving == {Actor.APPROVER}


@pytest.mark.parametrize("state", State)
def test_every_state_but_the_first_is_reached_and_every_one_can_be_left(state):
    assert state is State.RECEIVED or state in MOVES.values()
    assert any(before is state for before, _event, _actor in MOVES)


@pytest.mark.parametrize("state", FINAL)
def test_after_an_answer_the_sender_can_only_object_and_rate(state):
    assert possible(state, Actor.SENDER) == [Event.REOPEN, Event.RATE]


def test_the_day_of_the_answer_is_not_counted():
    assert reopen_until(date(2026, 11, 21)) == date(2026, 12, 21)
