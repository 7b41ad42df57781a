from datetime import UTC, datetime, time, timedelta

import pytest

from testing import make
from watchkeep.estate.calendars.queries import Hours
from watchkeep.estate.calendars.rules import week_of
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Job
from watchkeep.estate.discovery.rules import rhythm, scope
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "hours", "zone", "expected"),
    [
        ("2026-01-05T00:00", 24, "UTC", "2026-01-05T02:00"),
        ("2026-01-05T02:00", 24, "UTC", "2026-01-06T02:00"),
        (
            "2026-03-28T12:00",
            24,
            "Europe/Amsterdam",
            "2026-03-29T00:00",
        ),  # 02:00 is skipped that night: read as 02:00+02
        ("2026-03-29T12:00", 24, "Europe/Amsterdam", "2026-03-30T00:00"),
        ("2026-10-25T12:00", 24, "Europe/Amsterdam", "2026-10-26T01:00"),
        ("2026-01-05T03:10", 4, "UTC", "2026-01-05T06:00"),
        ("2026-01-05T03:00", 168, "UTC", "2026-01-12T02:00"),
    ],
)
def test_a_rhythm_keeps_to_the_clock_on_the_wall(after, hours, zone, expected):
    found = rhythm.next_look(at(after), every_hours=hours, starts_at=time(2), time_zone=zone)
    assert abs(found - at(expected)) <= timedelta(hours=1 if "03-28" in after else 0)
    assert found > at(after)


def test_a_look_ends_when_the_hours_begin_that_are_spared():
    office = Hours(time_zone="UTC", week=week_of({"mon": [["09:00", "17:00"]]}), country="", subdivision="",
                   closed_on=frozenset())  # fmt: skip
    assert rhythm.must_rest(office, at("2026-01-05T10:00"))
    assert not rhythm.must_rest(None, at("2026-01-05T10:00"))
    assert rhythm.rest_ends(office, at("2026-01-05T10:00")) == at("2026-01-05T17:00")
    assert rhythm.must_end(office, at("2026-01-05T08:00"), 240) == at("2026-01-05T09:00")
    assert rhythm.must_end(office, at("2026-01-05T08:00"), 30) == at("2026-01-05T08:30")


def test_addresses_lie_in_networks_also_in_other_clothes():
    allowed = [scope.network(one) for one in ("10.0.0.0/25", "10.0.0.128/25", "2001:db8::/64")]
    assert scope.holds(allowed, scope.network("10.0.0.0/24"))
    assert not scope.holds(allowed, scope.network("10.0.0.0/23"))
    assert not scope.holds(allowed, scope.network("2001:db8::/63"))
    assert scope.may_reach(allowed, "::ffff:10.0.0.7")
    assert scope.may_reach(allowed, "2001:db8::7%eth0")
    assert not any(scope.may_reach(allowed, one) for one in ("10.0.1.1", "fe80::1", "nonsense", "::ffff:10.0.1.1"))
    assert [scope.is_name(one) for one in ("a.example.org", "10.0.0.1-9", "-x", "a b", "a;b")] == [True] + [False] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("target", "code"),
    [("10.99.0.0/24", "not_open"), ("10.20.0.0/8", "not_open"), ("2001:db8::/64", "not_open"),
     ("10.20.0.1-9", "refused"), ("--script=x", "refused"), ("10.20.0.1:0", "refused"), ("", "missing"),
     ("10.20.0.1;id", "refused")],
)  # fmt: skip
def test_a_target_outside_of_the_open_networks_is_refused_and_so_is_what_is_none(target, code):
    make.open_network("10.20.0.0/16")
    with pytest.raises(Refused) as no:
        life.add_job(by=CLOCK, kind="network", name="x", given={}, targets=[target])
    assert (no.value.field, no.value.code, Job.objects.count()) == ("targets", code, 0)


@pytest.mark.django_db
def test_targets_are_kept_plain_and_each_once():
    make.open_network("10.20.0.0/16")
    job = life.add_job(
        by=CLOCK,
        kind="network",
        name="x",
        given={},
        targets=["10.20.0.7/24", "10.20.0.0/24", "10.20.1.1/32", "WWW.Example.org"],
    )
    assert job.targets == ["10.20.0.0/24", "10.20.1.1", "www.example.org"]


@pytest.mark.django_db
def test_settings_that_make_no_sense_are_refused_by_their_field():
    make.open_network("10.20.0.0/16")
    for given, field in (({"ports": "x"}, "ports"), ({"ports": "0-9"}, "ports"), ({"strange": 1}, "strange"),
                         ({"ports": "80;id"}, "ports")):  # fmt: skip
        with pytest.raises(Refused) as no:
            life.add_job(by=CLOCK, kind="network", name="x", given=given, targets=["10.20.0.0/24"])
        assert no.value.field == field


@pytest.mark.django_db
def test_the_whole_internet_is_no_network_to_enter():
    for network, reason, field in (
        ("0.0.0.0/0", "x", "network"),
        ("ten", "x", "network"),
        ("10.0.0.0/8", " ", "reason"),
    ):
        with pytest.raises(Refused) as no:
            life.open_network(by=CLOCK, network=network, reason=reason)
        assert no.value.field == field
    row = life.open_network(by=CLOCK, network="10.0.0.1/8", reason="Ours")
    assert row.network == "10.0.0.0/8"
    with pytest.raises(Refused):
        life.open_network(by=CLOCK, network="10.0.0.0/8", reason="Again")
    life.shut_network(row, by=CLOCK)


@pytest.mark.django_db
def test_a_job_that_is_switched_off_has_no_next_time_and_gets_one_again():
    job = make.scan_job()
    assert job.next_run_at
    life.switch_job(job, by=CLOCK)
    job.refresh_from_db()
    assert (job.is_active, job.next_run_at) == (False, None)
    life.switch_job(job, by=CLOCK)
    job.refresh_from_db()
    assert job.next_run_at
    life.change_job(job, by=CLOCK, name=job.name, given=job.settings, targets=job.targets, every_hours=0)
    job.refresh_from_db()
    assert job.next_run_at is None


@pytest.mark.django_db
def test_who_may_not_configure_sets_up_nothing():
    job, actor = make.scan_job(), make.actor(make.ana())
    acts = (
        lambda: life.add_job(by=actor, kind="network", name="y", given={}, targets=["10.20.0.0/24"]),
        lambda: life.change_job(job, by=actor, name="y", given={}, targets=["10.20.0.0/24"]),
        lambda: life.switch_job(job, by=actor),
        lambda: life.ask_run(job, by=actor),
        lambda: life.open_network(by=actor, network="10.0.0.0/8", reason="x"),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
