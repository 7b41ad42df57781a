from datetime import timedelta

import pytest

from testing import make
from testing.harness import run_later, sweep
from watchkeep.duty.announcements import jobs, life
from watchkeep.duty.announcements.models import Announcement, State
from watchkeep.estate.services import life as services
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Change


@pytest.fixture
def checkout():
    return make.component(make.status_page(), "Checkout", make.service("Payments", needs=(make.service("Database"),)))


def plan(checkout, hours=2.0):
    start = clock.now() + timedelta(hours=1)
    return life.announce(
        checkout.page, by=CLOCK, kind="maintenance", title="New discs", body="We work.", phase="scheduled",
        effects={checkout.pk: "under_maintenance"}, scheduled_for=start, scheduled_until=start + timedelta(hours=hours),
    )  # fmt: skip


def test_it_begins_and_ends_by_itself(checkout):
    made = plan(checkout)
    sweep(jobs.step_due)
    checkout.refresh_from_db()
    assert checkout.status == "operational"
    with clock.travel(minutes=61):
        sweep(jobs.step_due)
    made.refresh_from_db()
    checkout.refresh_from_db()
    assert (made.state, checkout.status) == (State.IN_PROGRESS, "under_maintenance")
    with clock.travel(hours=4):
        sweep(jobs.step_due)
    made.refresh_from_db()
    checkout.refresh_from_db()
    assert (made.state, checkout.status, made.next_step_at) == (State.COMPLETED, "operational", None)
    assert made.updates.count() == 3
    assert made.updates.first().translations["de"]["body"]


def test_after_a_day_of_downtime_it_has_begun_and_ended(checkout):
    made = plan(checkout)
    with clock.travel(days=1):
        assert sweep(jobs.step_due) == 2
    made.refresh_from_db()
    assert made.state == State.COMPLETED


def test_what_is_being_verified_ends_when_somebody_says_so(checkout):
    made = plan(checkout)
    life.post(made, by=CLOCK, phase="in_progress", body="Begun early.")
    life.post(made, by=CLOCK, phase="verifying", body="Checking.")
    with clock.travel(days=1):
        assert sweep(jobs.step_due) == 0
    made.refresh_from_db()
    checkout.refresh_from_db()
    assert (made.state, checkout.status) == (State.VERIFYING, "under_maintenance")


def test_a_window_leaves_a_draft_without_its_reason(checkout):
    database = Service.objects.get(name="Database")
    window = services.plan_maintenance(
        by=CLOCK, services=[database], starts_at=clock.now() + timedelta(hours=1),
        ends_at=clock.now() + timedelta(hours=2), reason="Replace the leaking firewall of ACME",
    )  # fmt: skip
    run_later()
    made = Announcement.objects.get()
    assert (made.state, made.window, made.scheduled_for) == (State.DRAFT, window, window.starts_at)
    assert "ACME" not in made.title + made.updates.get().body + str(made.translations)
    assert "Checkout" in made.title


def test_what_was_announced_of_a_window_moves_and_ends_with_it(checkout):
    database = Service.objects.get(name="Database")
    start = clock.now() + timedelta(hours=1)
    window = services.plan_maintenance(
        by=CLOCK, services=[database], starts_at=start, ends_at=start + timedelta(hours=1), reason="x"
    )
    run_later()
    made = Announcement.objects.get()
    life.publish(made.updates.get(), by=CLOCK)
    services.move_maintenance(
        window, by=CLOCK, services=[database], starts_at=start + timedelta(hours=5),
        ends_at=start + timedelta(hours=6), reason="x",
    )  # fmt: skip
    run_later()
    made.refresh_from_db()
    assert (made.state, made.scheduled_for, made.next_step_at) == (State.SCHEDULED, window.starts_at, window.starts_at)
    assert "another time" in made.updates.first().body
    services.cancel_maintenance(window, by=CLOCK)
    run_later()
    made.refresh_from_db()
    assert (made.state, "does not take place" in made.updates.first().body) == (State.COMPLETED, True)


def test_a_draft_goes_with_its_window(checkout):
    database = Service.objects.get(name="Database")
    start = clock.now() + timedelta(hours=1)
    window = services.plan_maintenance(
        by=CLOCK, services=[database], starts_at=start, ends_at=start + timedelta(hours=1), reason="x"
    )
    run_later()
    services.cancel_maintenance(window, by=CLOCK)
    run_later()
    assert Announcement.objects.get().state == State.DISCARDED


def test_what_has_begun_is_not_moved(checkout):
    made = plan(checkout)
    life.post(made, by=CLOCK, phase="in_progress", body="Begun.")
    with pytest.raises(Refused):
        life.reschedule(made, by=CLOCK, scheduled_for=clock.now(), scheduled_until=clock.now() + timedelta(hours=1))


def test_a_public_window_is_announced_begins_and_ends_by_itself_and_never_says_its_reason(checkout):
    database = Service.objects.get(name="Database")
    start = clock.now() + timedelta(hours=1)
    services.plan_maintenance(
        by=CLOCK, services=[database], starts_at=start, ends_at=start + timedelta(hours=1),
        reason="Replace the leaking firewall of ACME", is_public=True,
    )  # fmt: skip
    run_later()
    made = Announcement.objects.get()
    assert made.state == State.SCHEDULED
    with clock.travel(minutes=61):
        sweep(jobs.step_due)
        checkout.refresh_from_db()
        assert checkout.status == "under_maintenance"
    with clock.travel(minutes=121):
        sweep(jobs.step_due)
    made.refresh_from_db()
    checkout.refresh_from_db()
    assert (made.state, checkout.status) == (State.COMPLETED, "operational")
    assert "ACME" not in made.title + "".join(one.body for one in made.updates.all()) + str(made.translations)


def test_a_change_is_announced_by_itself_if_it_says_so_and_called_off_with_it(checkout):
    start, database = clock.now() + timedelta(hours=1), Service.objects.get(name="Database")
    database.owner_team.memberships.update_or_create(person=make.bo(), defaults={"is_lead": True})
    change = make.change(
        "scheduled", by=CLOCK, title="Upgrade ACME's db-01", services=[database], outage_minutes=30, starts_at=start,
        ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    run_later()
    made = Announcement.objects.get()
    assert made.state == State.DRAFT
    changes.amend(change, by=CLOCK, is_public=True)
    run_later()
    made.refresh_from_db()
    assert (made.state, made.title) == (State.SCHEDULED, "Checkout: planned maintenance")
    changes.cancel(change, by=CLOCK, reason="Not needed any more")
    run_later()
    made.refresh_from_db()
    assert made.state == State.COMPLETED
    assert not any(word in one.body for one in made.updates.all() for word in ("ACME", "db-01"))


def announced(start) -> tuple[Change, Announcement]:
    """A change that stands on the page."""
    database = Service.objects.get(name="Database")
    database.owner_team.memberships.update_or_create(person=make.bo(), defaults={"is_lead": True})
    change = make.change(
        "scheduled", by=CLOCK, services=[database], outage_minutes=30, starts_at=start,
        ends_at=start + timedelta(hours=1), is_public=True,
    )  # fmt: skip
    run_later()
    return change, Announcement.objects.get()


def approved_anew(change):
    changes.ask(change, by=CLOCK)
    ballot = Ballot.objects.open().get(approval__ticket=change.pk, approval__state="pending", person=make.bo())
    approvals.approve(ballot, by=make.actor(make.bo()))
    run_later()


def said_of(made) -> list[str]:
    """What was said, in order, by what stands in it."""
    words = {"another time": "moved", "does not take place": "called off"}
    bodies = made.updates.order_by("pk").values_list("body", flat=True)
    return [next((name for part, name in words.items() if part in body), "else") for body in bodies]


def test_of_a_change_that_is_approved_anew_the_public_hears_what_is_new_to_it_once(checkout):
    start = clock.now() + timedelta(hours=3)
    change, made = announced(start)
    for edit, heard in (
        ({"back_out_plan": "Restore the backup of the night before, and begin again."}, []),
        ({"starts_at": start + timedelta(hours=2), "ends_at": start + timedelta(hours=3)}, ["moved"]),
        ({"reason": "The same once more"}, ["moved"]),
    ):
        changes.amend(change, by=CLOCK, **edit)
        run_later()
        assert change.window.cancelled_at, "alerts page while nobody has agreed"
        approved_anew(change)
        changed = Change.objects.get(pk=change.pk)
        assert (changed.state, changed.window.cancelled_at, said_of(made)[1:]) == ("scheduled", None, heard)
        change = changed
    made.refresh_from_db()
    assert Announcement.objects.count() == 1
    assert (made.scheduled_for, made.window) == (change.window.starts_at, change.window)
    changes.cancel(change, by=CLOCK, reason="Not needed")
    run_later()
    assert said_of(made)[1:] == ["moved", "called off"]


@pytest.mark.parametrize("how", ["cancelled", "late", "elsewhere"])
def test_what_was_put_off_and_does_not_come_again_is_called_off(checkout, how):
    change, made = announced(clock.now() + timedelta(hours=3))
    changes.amend(change, by=CLOCK, reason="Something else")
    run_later()
    if how == "cancelled":
        changes.cancel(change, by=CLOCK, reason="Not needed")
    elif how == "elsewhere":
        changes.amend(change, by=CLOCK, services=[Service.objects.get(name="Payments")])
        approved_anew(change)
    else:
        with clock.travel(hours=3):
            sweep(jobs.step_due)
    run_later()
    made.refresh_from_db()
    assert (made.state, said_of(made)[1:]) == (State.COMPLETED, ["called off"])
    assert Announcement.objects.count() == 1 + (how == "elsewhere")


def test_a_window_over_an_item_shows_on_what_stands_on_it(checkout):
    database = Service.objects.get(name="Database")
    disc = make.item()
    services.attach_item(database, disc, by=CLOCK)
    start = clock.now() + timedelta(hours=1)
    services.plan_maintenance(
        by=CLOCK, items=[disc], starts_at=start, ends_at=start + timedelta(hours=1), reason="x", is_public=True
    )
    run_later()
    assert "Checkout" in Announcement.objects.get().title
