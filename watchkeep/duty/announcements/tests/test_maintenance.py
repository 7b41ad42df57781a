from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction

from testing import make
from testing.harness import race, run_later, sweep
from watchkeep.duty.announcements import jobs, life
from watchkeep.duty.announcements.models import Announcement, State
from watchkeep.estate.services import jobs as windows
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
    words = {
        "until another time": "prolonged", "another time": "moved", "does not take place": "called off",
        "has changed": "altered",
    }  # fmt: skip
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


@pytest.mark.parametrize("how", ["cancelled", "late", "unseen"])
def test_what_was_put_off_and_does_not_come_again_is_called_off(checkout, how):
    change, made = announced(clock.now() + timedelta(hours=3))
    changes.amend(change, by=CLOCK, reason="Something else")
    run_later()
    if how == "cancelled":
        changes.cancel(change, by=CLOCK, reason="Not needed")
    elif how == "unseen":
        changes.amend(change, by=CLOCK, services=[make.service("Behind the scenes")])
        approved_anew(change)
    else:
        with clock.travel(hours=3):
            sweep(jobs.step_due)
    run_later()
    made.refresh_from_db()
    assert (made.state, said_of(made)[1:]) == (State.COMPLETED, ["called off"])
    assert Announcement.objects.count() == 1


def test_whoever_missed_the_time_for_which_it_was_planned_plans_it_for_another(checkout):
    change, made = announced(clock.now() + timedelta(hours=3))
    with clock.travel(hours=5):
        sweep(jobs.step_due)
        later = clock.now() + timedelta(hours=2)
        changes.amend(change, by=CLOCK, starts_at=later, ends_at=later + timedelta(hours=1))
        approved_anew(change)
        change = Change.objects.get(pk=change.pk)
        assert (change.state, change.window.starts_at) == ("scheduled", later)
        assert Announcement.objects.exclude(pk=made.pk).get().scheduled_for == later


@pytest.fixture
def search(checkout):
    return make.component(checkout.page, "Search", make.service("Index"))


def over(window, *names, hours=0.0):
    """Plan the window over these, and so much later."""
    services.move_maintenance(
        window, by=CLOCK, services=[Service.objects.get(name=name) for name in names], reason="x",
        starts_at=window.starts_at + timedelta(hours=hours), ends_at=window.ends_at + timedelta(hours=hours),
    )  # fmt: skip
    run_later()


def window_over(name, **given):
    start = clock.now() + timedelta(hours=1)
    window = services.plan_maintenance(
        by=CLOCK, services=[Service.objects.get(name=name)], starts_at=start, ends_at=start + timedelta(hours=1),
        reason="x", **given,
    )  # fmt: skip
    run_later()
    return window, Announcement.objects.get()


def shown_of(made):
    made.refresh_from_db()
    return made.title, [one.name for one in made.components.order_by("position", "pk")]


def test_the_public_reads_once_that_a_window_is_over_something_else(checkout, search):
    window, made = window_over("Database", is_public=True)
    over(window, "Database", "Index", hours=2)
    assert shown_of(made) == ("Checkout and Search: planned maintenance", ["Checkout", "Search"])
    assert (made.scheduled_for, made.state) == (window.starts_at, State.SCHEDULED)
    assert said_of(made)[1:] == ["altered"]
    assert "Checkout und Search" in made.updates.first().translations["de"]["body"]
    over(window, "Index")
    assert (said_of(made)[1:], shown_of(made)[1]) == (["altered", "altered"], ["Search"])
    over(window, "Index", hours=1)
    assert said_of(made)[1:] == ["altered", "altered", "moved"]
    assert Announcement.objects.count() == 1


def test_a_change_that_touches_something_else_keeps_its_announcement(checkout, search):
    change, made = announced(clock.now() + timedelta(hours=3))
    changes.amend(change, by=CLOCK, services=[Service.objects.get(name="Index")])
    approved_anew(change)
    assert Announcement.objects.get() == made
    assert (said_of(made)[1:], shown_of(made)[1]) == (["altered"], ["Search"])


def test_words_that_wait_are_about_what_the_window_is_over_unless_a_person_chose_them(checkout, search):
    window, made = window_over("Database")
    over(window, "Index")
    draft = made.updates.get()
    assert ("Search" in draft.body, [one["component"] for one in draft.effects]) == (True, [search.pk])
    life.revise(draft, by=CLOCK, body="Something is done at night.")
    over(window, "Database")
    draft.refresh_from_db()
    assert draft.body == "Something is done at night."
    life.publish(draft, by=CLOCK)
    assert shown_of(made)[1] == ["Checkout"]
    life.post(made, by=CLOCK, phase="scheduled", body="And search.", effects={search.pk: "under_maintenance"})
    over(window, "Database", hours=1)
    assert (said_of(made)[-1], shown_of(made)[1]) == ("moved", ["Search"]), "what a person made of it stays"


def test_what_is_worked_on_ends_with_its_window_and_begins_anew_with_it(checkout):
    window, made = window_over("Database", is_public=True)
    with clock.travel(minutes=70):
        sweep(windows.step)
        sweep(jobs.step_due)
        services.move_maintenance(
            window, by=CLOCK, services=[*window.services.all()], reason="x", starts_at=window.starts_at,
            ends_at=window.ends_at + timedelta(hours=1),
        )  # fmt: skip
        run_later()
        made.refresh_from_db()
        assert (made.state, said_of(made)[-1], made.next_step_at) == ("in_progress", "prolonged", window.ends_at)
        over(window, "Database", hours=5)
        made.refresh_from_db()
        assert (made.state, said_of(made)[-1]) == (State.COMPLETED, "called off")
        anew = Announcement.objects.exclude(pk=made.pk).get()
        assert (anew.state, anew.scheduled_for) == (State.SCHEDULED, window.starts_at)


@pytest.mark.django_db(transaction=True)
def test_what_is_planned_otherwise_in_the_very_moment_of_its_beginning_is_not_called_off(checkout):
    change, made = announced(clock.now() + timedelta(hours=3))
    changes.amend(change, by=CLOCK, reason="Something else")
    run_later()
    later, held, swept = made.scheduled_for + timedelta(hours=2), Event(), Event()

    def plan_again():
        with transaction.atomic():
            services.replan_maintenance(
                change.window, by=CLOCK, services=[*change.services.all()], reason="x", starts_at=later,
                ends_at=later + timedelta(hours=1), is_public=True,
            )  # fmt: skip
            held.set()
            assert swept.wait(20)

    def sweep_meanwhile():
        assert held.wait(20)
        with clock.travel(hours=3):
            assert life.step_due() == 0
        swept.set()

    assert race(plan_again, sweep_meanwhile) == [None, None]
    with clock.travel(hours=3):
        assert life.step_due() == 1, "it is planned otherwise, and what is announced has not followed yet"
        run_later()
        made.refresh_from_db()
        assert (made.state, made.scheduled_for, said_of(made)[1:]) == (State.SCHEDULED, later, ["moved"])


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
