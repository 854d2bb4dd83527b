"""The same step twice at the same moment, in two processes: one is done, the other is told, nothing is half."""

import pytest

from complaints.actions import handling, intake, oversight, recovery
from complaints.actions.keys import unlock
from complaints.domain.lifecycle import Event, NotAcceptedBecause, Outcome, UnknownMove
from complaints.models.cases import Case
from complaints.models.counts import ClosedCount
from publicity.models.publications import ReviewNotice
from tests.factories_complaints import FILED, FOUND, PASSWORD, file_case, make_world
from tests.processes import Processes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make_world()


def twice(tmp_path, *acts):
    """What came of each act, run at once: "done", or the name of the exception."""

    def told(act):
        def work():
            try:
                act()
            except Exception as error:  # the name is what the test is about
                return type(error).__name__
            return "done"

        return work

    processes = Processes(str(tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite3"))
    return sorted(processes.run(*map(told, acts))), processes


def events(name):
    return lambda: list(Case.objects.get().events.filter(event=name).values_list("position", flat=True))


def at_review(world):
    case, receipt = file_case(world)
    handling.accept_case(**world.acting("township", case))
    handling.start_review(**world.acting("township", case))
    return case, receipt


def test_two_decide_at_once(world, tmp_path):
    case, _receipt = at_review(world)

    def decide(who):
        handling.decide_case(**world.acting(who, case), outcome=Outcome.UPHELD, reasons="属实", **FOUND)

    told, processes = twice(tmp_path, lambda: decide("township"), lambda: decide("second"))
    assert told == [UnknownMove.__name__, "done"]
    assert processes.run(events(Event.DECIDE)) == [[3]]
    assert processes.run(lambda: Case.objects.get().records.filter(kind="decision").count()) == [1]


def test_one_approves_with_two_clicks(world, tmp_path):
    case, _receipt = at_review(world)
    given = {"outcome": Outcome.UPHELD, "reasons": "属实", "public_text": "经复核，已更正。", **FOUND}
    handling.decide_case(**world.acting("township", case), **given)

    def approve():
        handling.approve_decision(**world.acting("lead", case))

    told, processes = twice(tmp_path, approve, approve)
    assert told == [UnknownMove.__name__, "done"]
    assert processes.run(lambda: ReviewNotice.objects.count()) == [1]


def test_the_sender_objects_twice_and_the_case_is_closed_twice(world, tmp_path):
    case, receipt = file_case(world)
    given = {"because": NotAcceptedBecause.OUT_OF_SCOPE, "guidance": "请找社保"}
    handling.not_accept_case(**world.acting("township", case), **given)

    def close():
        oversight.close_case(**world.acting("township", case))

    told, processes = twice(tmp_path, close, close)
    assert told == [UnknownMove.__name__, "done"]
    assert processes.run(lambda: [row.count for row in ClosedCount.objects.all()]) == [[1]]

    def disagree():
        intake.reopen(code=receipt.code, text="不同意", today=FILED)

    told, processes = twice(tmp_path, disagree, disagree)
    assert told == [UnknownMove.__name__, "done"]
    assert processes.run(lambda: Case.objects.get().records.filter(kind="sender-message").count()) == [1]


def test_a_recovery_code_typed_twice_at_once_is_used_once(world, tmp_path):
    user = world.users["township"]
    code = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)

    def recover():
        recovery.recover_member_key(user=user, code=code, password=PASSWORD)

    told, processes = twice(tmp_path, recover, recover)
    assert told == ["WrongCode", "done"]
    assert processes.run(lambda: unlock(user=user, password=PASSWORD) == world.keys["township"]) == [True]
