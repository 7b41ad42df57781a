from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import ProgrammingError, transaction

from testing.harness import run_later, told
from watchkeep.kernel import clock, facts, queue, reacting, wires
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import Fact, tell, tell_many
from watchkeep.kernel.models import FactRow
from watchkeep.kernel.wires import When


@dataclass(frozen=True, kw_only=True)
class Rang(Fact, kind="test.rang", stream="bell"):
    """A bell rang."""

    times: int
    until: datetime | None = None


heard: list[Rang] = []


def hear(fact: Rang) -> None:
    heard.append(fact)


def stumble(fact: Rang) -> None:
    hear(fact)
    raise ValueError("stumbled")


@pytest.fixture(autouse=True)
def wiring():
    before = {
        name: value.copy()
        for name, value in vars(wires).items()
        if name in {"_at_once", "_later", "_reactions", "_sweeps", "_concerned"}
    }
    heard.clear()
    yield
    for name, value in before.items():
        kept = getattr(wires, name)
        kept.clear()
        kept.extend(value) if isinstance(kept, list) else kept.update(value)


def test_a_fact_is_one_row_that_reads_back_as_it_was():
    until = datetime(2026, 3, 1, tzinfo=UTC)
    fact = tell(Rang(record=7, by=CLOCK, times=3, until=until))
    assert facts.from_row(FactRow.objects.get(pk=fact.id)) == fact
    assert told("bell", 7) == ["test.rang"]


def test_an_at_once_reaction_that_fails_takes_the_fact_with_it():
    wires.connect([When(Rang, at_once=(stumble,))], [])
    with pytest.raises(ValueError), transaction.atomic():
        tell(Rang(record=8, by=CLOCK, times=1))
    assert told("bell", 8) == []


def test_a_reaction_to_all_of_one_telling_is_called_once_and_in_its_turn():
    calls = []
    wires.connect([When(Rang, at_once=(hear, wires.Together(lambda told: calls.append((list(told), len(heard))))))], [])
    with transaction.atomic():
        many = tell_many([Rang(record=8, by=CLOCK, times=number) for number in range(3)])
        tell(Rang(record=9, by=CLOCK, times=1))
    assert [(len(told), before) for told, before in calls] == [(3, 3), (1, 4)]
    assert calls[0][0] == many


def test_a_later_reaction_that_concerns_some_of_one_telling_makes_jobs_for_these():
    asked = []

    def odd(told):
        asked.append(len(told))
        return [fact for fact in told if fact.times % 2]

    wires.connect([When(Rang, later=(wires.among(odd)(hear),))], [])
    tell_many([Rang(record=8, by=CLOCK, times=number) for number in range(5)])
    assert (asked, run_later(), [fact.times for fact in heard]) == ([5], 2, [1, 3])


def test_a_later_reaction_runs_once_however_often_its_job_does():
    wires.connect([When(Rang, later=(hear,))], [])
    fact = tell(Rang(record=9, by=CLOCK, times=1))
    assert heard == []
    assert run_later() == 1
    assert wires.react_later([fact], wires.name_of(hear)) == 0
    assert heard == [fact]


def test_a_later_reaction_that_fails_leaves_no_mark_and_may_run_again():
    wires.connect([When(Rang, later=(stumble,))], [])
    fact = tell(Rang(record=9, by=CLOCK, times=1))
    for _ in range(2):
        with pytest.raises(ValueError):
            wires.react_later([fact], wires.name_of(stumble))
    assert len(heard) == 2


def test_a_later_reaction_to_all_of_one_telling_is_one_job_and_none_of_them_twice():
    calls = []

    def gather(told):
        calls.append([fact.times for fact in told])

    wires.connect([When(Rang, later=(wires.Together(gather),))], [])
    first, *others = tell_many([Rang(record=8, by=CLOCK, times=number) for number in range(3)])
    assert wires.react_later([first], wires.name_of(gather)) == 1
    assert (run_later(), calls) == (1, [[0], [1, 2]])
    assert wires.react_later([first, *others], wires.name_of(gather)) == 0


def test_where_it_fails_for_some_together_each_is_a_job_of_its_own():
    calls = []

    def gather(told):
        calls.append([fact.times for fact in told])
        if any(fact.times == 1 for fact in told):
            raise ValueError("not this one")

    wires.connect([When(Rang, later=(wires.Together(gather),))], [])
    first, *others = [fact.id for fact in tell_many([Rang(record=8, by=CLOCK, times=number) for number in range(3)])]
    reacting.react.func(None, fact=first, reaction=wires.name_of(gather), more=others)
    alone = [job.args["fact"] for job in queue.alive() if "fact" in job.args and "more" not in job.args]
    assert alone == [first, *others]
    with pytest.raises(ValueError):
        run_later()
    assert calls == [[0, 1, 2], [0, 1, 2]]


def test_the_later_reactions_of_one_telling_are_one_job_in_which_none_holds_up_another():
    wires.connect([When(Rang, later=(stumble, hear))], [])
    first, second = tell_many([Rang(record=8, by=CLOCK, times=number) for number in range(2)])
    [job] = queue.alive()
    reacting.react_in_turn.func(**job.args)
    assert heard == [first, second, first, second]
    alone = [left.args for left in queue.alive() if left.pk != job.pk]
    assert alone == [{"fact": fact.id, "reaction": wires.name_of(stumble)} for fact in (first, second)]
    reacting.react_in_turn.func(**job.args)
    assert heard[4:] == [first, second], "what was done is not done again; what failed may be"


def test_a_fact_that_cannot_be_read_holds_up_no_other():
    wires.connect([When(Rang, later=(hear,))], [])
    first, second = tell_many([Rang(record=8, by=CLOCK, times=number) for number in range(2)])
    FactRow.objects.bulk_create([FactRow(at=clock.now(), kind="no.such", stream="bell", record=1, by="clock", data={})])
    strange = FactRow.objects.get(kind="no.such").pk
    name = wires.name_of(hear)
    reacting.react_in_turn.func(queue.errands_for(name, [strange, first.id, -1, second.id]))
    assert heard == [first, second]
    assert [left.args["fact"] for left in queue.alive() if "fact" in left.args] == [strange, -1]


def test_what_is_imported_reacts_at_once_and_wakes_nobody_later():
    wires.connect([When(Rang, at_once=(hear,), later=(hear,))], [])
    with wires.importing():
        tell(Rang(record=9, by=CLOCK, times=1))
    assert (len(heard), run_later()) == (1, 0)


def test_many_facts_cost_as_many_statements_as_one(django_assert_max_num_queries):
    wires.connect([When(Rang, later=(hear,))], [])
    with django_assert_max_num_queries(4):
        tell_many([Rang(record=n, by=CLOCK, times=1) for n in range(200)])
    assert run_later() == 200


def test_facts_cannot_be_changed():
    fact = tell(Rang(record=1, by=CLOCK, times=1))
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        FactRow.objects.filter(pk=fact.id).update(kind="test.other")


def test_a_fact_of_any_month_finds_a_partition():
    with clock.frozen(datetime(2019, 5, 1, tzinfo=UTC)):
        tell(Rang(record=2, by=CLOCK, times=1))
    assert told("bell", 2) == ["test.rang"]


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_an_error():
    with pytest.raises(transaction.TransactionManagementError):
        tell(Rang(record=1, by=CLOCK, times=1))
