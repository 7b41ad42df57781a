from datetime import timedelta

import pytest

from testing import make
from testing.harness import race, told
from watchkeep.estate.assets.models import Item, Relation
from watchkeep.estate.discovery import jobs, life
from watchkeep.estate.discovery.models import Found, Job, Link, Nic, Run
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def host(number: int, **more) -> Found:
    return make.machine(f"h{number}", f"00:1b:21:00:01:{number:02x}", serial=f"SERIAL-{number:04}", **more)


def switch(*others: Found) -> Found:
    links = tuple(Link(relation="connects_to", other=one) for one in others)
    return Found(key="sw", kind="network_device", name="sw-1", serial="SW-00001", nics=(Nic(mac="00:1b:21:99:00:01"),),
                 links=links)  # fmt: skip


def test_a_job_that_is_due_is_queued_once_and_gets_its_next_time():
    job = make.scan_job()
    Job.objects.update(next_run_at=clock.now() - timedelta(days=3))
    assert (jobs.queue_due(), jobs.queue_due(), Run.objects.count()) == (1, 0, 1)
    job.refresh_from_db()
    assert job.next_run_at > clock.now()
    Job.objects.update(next_run_at=clock.now())
    assert (jobs.queue_due(), Run.objects.count()) == (1, 1)  # it is at it still


def test_in_the_hours_that_are_spared_nothing_begins():
    always = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    job = make.scan_job(rests_in=make.hours("Nearly always", week=always | {"sun": [["00:00", "23:59"]]}))
    Job.objects.update(next_run_at=clock.now() - timedelta(hours=1))
    jobs.queue_due()
    job.refresh_from_db()
    assert (Run.objects.count(), job.next_run_at > clock.now()) == (0, True)
    with pytest.raises(Refused) as no:
        life.ask_run(job, by=CLOCK)
    assert no.value.code == "resting"


def test_a_run_counts_what_is_new_changed_unchanged_and_refused_and_the_same_again_changes_nothing():
    job = make.scan_job()
    first = make.scan(job, host(1), host(2), Found(key="", name="nothing"))
    life.finish(first, notes=["one thing went wrong"])
    assert (first.new, first.changed, first.unchanged, first.refused, first.done) == (2, 0, 0, 1, 100)
    assert [words for _at, words in first.log] == ["nothing bears nothing that tells it apart.", "one thing went wrong"]
    second = make.scan(job, host(1), host(2, attributes={"os": "Debian 12"}))
    life.finish(second)
    assert (second.new, second.changed, second.unchanged, second.refused) == (0, 1, 1, 0)
    before = (Item.objects.count(), len(told("item", Item.objects.first().pk)))
    life.finish(make.scan(job, host(1), host(2, attributes={"os": "Debian 12"})))
    assert (Item.objects.count(), len(told("item", Item.objects.first().pk))) == before
    assert told("discovery_job", job.pk)[-2:] == ["discovery_job.asked", "discovery_job.done"]


def test_what_a_thing_is_linked_to_hangs_on_it_and_goes_when_it_is_told_no_more():
    job = make.scan_job()
    life.finish(make.scan(job, switch(host(1), host(2)), host(1)))
    kinds = {(row.from_item.name, row.kind, row.to_item.name) for row in Relation.objects.open()}
    assert kinds == {("host-h1", "connects_to", "sw-1"), ("host-h2", "connects_to", "sw-1")}
    assert Item.objects.count() == 3
    same = set(Relation.objects.values_list("pk", flat=True))
    life.finish(make.scan(job, host(1), switch(host(2), host(1))))
    assert set(Relation.objects.open().values_list("pk", flat=True)) == same
    silent = Found(key="sw", kind="network_device", name="sw-1", serial="SW-00001", nics=switch().nics)
    life.finish(make.scan(job, silent))
    assert Relation.objects.open().count() == 2  # it told nothing of links
    life.finish(make.scan(job, switch(host(2))))
    assert [row.from_item.name for row in Relation.objects.open()] == ["host-h2"]


def test_an_agent_tells_of_links_too():
    inventory = make.received()
    life.take_in(inventory, host(1, kind="virtual_machine", links=(Link(relation="runs_on", other=host(2)),)))
    assert [(row.from_item.name, row.kind, row.to_item.name) for row in Relation.objects.open()] == [
        ("host-h1", "runs_on", "host-h2")
    ]


def test_many_links_cost_as_many_statements_as_few(django_assert_max_num_queries):
    job = make.scan_job()
    life.finish(make.scan(job, *(switch(host(n)) for n in range(3))))
    run = make.scan(job)
    things = [Found(key=f"s{n}", kind="network_device", name=f"s{n}", serial=f"S-{n:05}",
                    links=(Link(relation="connects_to", other=host(n)),)) for n in range(60)]  # fmt: skip
    with django_assert_max_num_queries(75):
        life.take_part(run, things)


def test_a_run_that_died_is_found_and_said_so_and_nothing_more_is_taken_in():
    run = make.scan(make.scan_job(), host(1))
    assert jobs.end_lost() == 0
    Run.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert (jobs.end_lost(), jobs.end_lost()) == (1, 0)
    run.refresh_from_db()
    assert (run.state, "died" in run.why, run.new, run.lease_until) == ("failed", True, 1, None)
    with pytest.raises(Refused):
        life.take_part(run, [host(2)])
    assert Item.objects.count() == 1
    life.ask_run(run.job, by=CLOCK)  # it may look again


def test_a_run_is_stopped_while_it_waits_and_while_it_looks():
    job = make.scan_job()
    waits = life.ask_run(job, by=CLOCK)
    life.stop(waits, by=CLOCK)
    waits.refresh_from_db()
    assert (waits.state, life.take_run()) == ("stopped", None)
    looks = make.scan(job)
    assert life.keep_looking([looks.pk]) == {looks.pk}
    life.stop(looks, by=CLOCK)
    assert life.keep_looking([looks.pk]) == set()
    life.give_up(looks, "It was stopped.")
    assert (looks.state, told("discovery_job", job.pk)[-1]) == ("stopped", "discovery_job.stopped")
    with pytest.raises(Refused):
        life.stop(looks, by=CLOCK)


def test_the_log_ends_where_it_would_grow_without_end():
    run = make.scan(make.scan_job())
    life.take_part(run, [], notes=[f"line {n}" for n in range(500)])
    run.refresh_from_db()
    assert (len(run.log), run.log[-1][1]) == (200, "There was more.")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_a_look_at_once_one_is_told():
    job = make.scan_job()
    ends = race(*[lambda: life.ask_run(job, by=CLOCK)] * 2)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]
    assert Run.objects.count() == 1
    race(*[life.take_run] * 2)
    assert Run.objects.filter(state="running").count() == 1
