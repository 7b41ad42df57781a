from datetime import timedelta

import pytest
from django.db import transaction

from testing import make
from testing.harness import last_told, told
from testing.makers.changes import PLAN
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused, Stale
from watchkeep.work.approvals.models import Approval
from watchkeep.work.changes import jobs, life
from watchkeep.work.changes.life import scheduling
from watchkeep.work.changes.models import Change
from watchkeep.work.tickets import life as tickets


class TestTheLife:
    def test_from_the_draft_to_its_end(self):
        change = make.change("closed")
        assert (change.state, change.outcome, change.ticket.is_open) == ("closed", "successful", False)
        assert change.number.startswith("CHG-")
        kinds = [kind for kind in told("ticket", change.pk, "change") if kind != "change.step_taken"]
        assert kinds == [
            "change.drafted", "change.assessed", "change.submitted", "change.approval_asked", "change.approved",
            "change.scheduled", "change.begun", "change.finished", "change.closed",
        ]  # fmt: skip

    @pytest.mark.parametrize("missing", ["purpose", "plan", "test_plan", "back_out_plan", "services", "starts_at"])
    def test_it_is_not_submitted_without(self, missing):
        nothing = {"starts_at": None, "plan": (), "services": ()}.get(missing, "")
        change = make.change(**{missing: nothing})
        with pytest.raises(Refused) as no, transaction.atomic():
            life.submit(change, by=CLOCK)
        assert no.value.field == {"services": "touches"}.get(missing, missing)
        assert Change.objects.get(pk=change.pk).state == "draft"

    def test_nobody_approves_what_they_asked_for_own_or_carry_out(self):
        ana, bo = make.ana(), make.bo()
        team = make.team("Shop")
        for person in (ana, bo):
            team.memberships.create(person=person, is_lead=True)
        change = make.change("waiting", services=[make.service("Shop", owner_team=team)], implementer=ana)
        asked = Approval.objects.get(ticket=change.pk)
        assert [ballot.person for ballot in asked.ballots.all()] == [bo]

    def test_turned_down_it_is_a_draft_again_with_the_reason(self):
        change = make.change("waiting")
        make.turn_down(change, "Not on a Friday")
        change = Change.objects.get(pk=change.pk)
        assert (change.state, change.turned_down) == ("draft", "Not on a Friday")

    def test_an_approval_falls_when_what_was_approved_changes(self):
        change, ana = make.change("scheduled"), make.actor(make.ana())
        life.amend(change, by=ana, back_out_plan="There is none: whoever begins must go through with it to the end.")
        change = Change.objects.get(pk=change.pk)
        assert change.state == "assessing"
        assert Approval.objects.get(ticket=change.pk).state == "fallen"

    def test_a_title_edited_on_its_ticket_lets_the_approval_fall_too(self):
        change, ana = make.change("scheduled"), make.actor(make.ana())
        tickets.edit(change.ticket, by=ana, title="Drop the database")
        assert Change.objects.get(pk=change.pk).state == "assessing"

    def test_words_that_are_the_same_change_nothing(self):
        change, ana = make.change("scheduled"), make.actor(make.ana())
        life.amend(change, by=ana, reason=change.reason, plan=list(PLAN))
        assert Change.objects.get(pk=change.pk).state == "scheduled"

    def test_of_two_who_plan_it_at_once_the_second_is_told(self):
        change, ana = make.change(), make.actor(make.ana())
        seen = change.ticket.version
        life.amend(change, by=ana, reason="One", version=seen)
        with pytest.raises(Stale):
            life.amend(change, by=ana, reason="Another", version=seen)

    def test_a_stranger_may_do_nothing_with_it(self):
        change, stranger = make.change("scheduled"), make.actor(make.stranger())
        with pytest.raises(NotAllowed):
            life.begin(change, by=stranger)
        assert not Change.objects.visible_to(stranger).exists()


class TestItsTime:
    def test_it_begins_neither_before_its_time_nor_after(self):
        start = clock.now() + timedelta(hours=3)
        change = make.change("scheduled", starts_at=start, ends_at=start + timedelta(hours=1))
        with pytest.raises(Refused) as early, transaction.atomic():
            life.begin(change, by=CLOCK)
        with clock.frozen(start + timedelta(hours=2)), pytest.raises(Refused) as late, transaction.atomic():
            life.begin(change, by=CLOCK)
        assert (early.value.code, late.value.code) == ("too_early", "too_late")
        assert Change.objects.get(pk=change.pk).state == "scheduled"

    def test_where_it_takes_services_down_a_window_stands_moves_and_ends_with_it(self):
        start = clock.now() + timedelta(hours=3)
        times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
        change = make.change("scheduled", outage_minutes=20, **times)
        assert (change.window.starts_at, change.window.ends_at) == (start, start + timedelta(hours=2))
        with clock.frozen(start):
            life.begin(change, by=CLOCK)
            for step in change.steps.all():
                life.take_step(step, by=CLOCK, state="done")
            life.finish(change, by=CLOCK)
        change.window.refresh_from_db()
        assert change.window.cancelled_at == start

    def test_over_items_alone_a_window_stands_as_well_and_follows_them(self):
        start, disc, other = clock.now() + timedelta(hours=3), make.item("db-1"), make.item("db-2")
        times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
        change = make.change(services=[], items=[disc], outage_minutes=20, **times)
        scheduling.take_time(change)
        window = change.window
        assert (list(window.services.all()), list(window.items.all())) == ([], [disc])
        change.items.set([other])
        scheduling.take_time(change)
        assert (change.window, list(window.items.all())) == (window, [other])

    def test_that_it_announces_itself_is_said_by_who_speaks_in_public_and_leaves_its_approval_alone(self):
        start = clock.now() + timedelta(hours=3)
        change = make.change("scheduled", outage_minutes=20, starts_at=start, ends_at=start + timedelta(hours=2))
        ana = make.actor(make.ana())
        for say in (lambda: make.change(is_public=True), lambda: life.amend(change, by=ana, is_public=True)):
            with pytest.raises(NotAllowed), transaction.atomic():
                say()
        assert not change.window.is_public
        life.amend(change, by=make.actor(make.person("Mia", roles=("manager",))), is_public=True)
        change = Change.objects.get(pk=change.pk)
        assert (change.state, change.window.is_public) == ("scheduled", True)
        life.amend(change, by=ana, ends_at=start + timedelta(hours=3), is_public=True)

    def test_one_that_never_ends_is_told_once(self):
        change = make.change("implementing")
        with clock.frozen(change.ends_at + timedelta(minutes=1)):
            assert jobs.notice_late() == 1
            assert jobs.notice_late() == 0
        assert last_told("ticket", change.pk).kind == "change.overran"

    def test_it_is_not_finished_while_steps_are_open(self):
        change = make.change("implementing")
        with pytest.raises(Refused) as no, transaction.atomic():
            life.finish(change, by=CLOCK)
        assert no.value.code == "steps_open"
        life.back_out(change, by=CLOCK, reason="The new one does not start")
        with pytest.raises(Refused), transaction.atomic():
            life.close(change, by=CLOCK, outcome="successful")
        person, back = make.actor(make.manager()), change.steps.get(part="back_out")
        with pytest.raises(Refused, match="1 step of the way back is open"), transaction.atomic():
            life.close(change, by=person, outcome="backed_out", note="It lacked a library")
        life.take_step(back, by=person, state="done")
        life.close(change, by=person, outcome="backed_out", note="It lacked a library")
        assert Change.objects.get(pk=change.pk).outcome == "backed_out"

    def test_a_step_that_failed_is_tried_again_and_one_ticked_by_mistake_is_open_again(self):
        step = make.change("implementing").steps.first()
        for state, note in (
            ("failed", "No space"),
            ("done", ""),
            ("open", "It was the other one"),
            ("skipped", "No need"),
        ):
            life.take_step(step, by=CLOCK, state=state, note=note)
        with pytest.raises(Refused) as no, transaction.atomic():
            life.take_step(step, by=CLOCK, state="done")
        assert no.value.code == "wrong_state"
        life.take_step(step, by=CLOCK, state="open", note="There is")
        assert (step.state, step.done_at) == ("open", None)

    def test_what_is_to_begin_in_the_past_is_neither_submitted_nor_asked_for(self):
        change = make.change()
        with clock.frozen(change.ends_at), pytest.raises(Refused) as no, transaction.atomic():
            life.submit(change, by=CLOCK)
        assert no.value.field == "ends_at"
        life.submit(change, by=CLOCK)
        with clock.frozen(change.ends_at), pytest.raises(Refused), transaction.atomic():
            life.ask(change, by=CLOCK)


class TestAnEmergency:
    def test_it_begins_now_and_is_approved_afterwards(self):
        change = make.change(kind="emergency")
        life.rush(change, by=CLOCK)
        assert change.state == "implementing"
        life.back_out(change, by=CLOCK, reason="It made things worse")
        with pytest.raises(Refused) as no, transaction.atomic():
            life.close(change, by=CLOCK, outcome="backed_out", note="Worse")
        assert no.value.code == "unapproved"
        make.agree(change)
        life.close(change, by=CLOCK, outcome="backed_out", note="Worse")
        assert Change.objects.get(pk=change.pk).state == "closed"

    def test_one_that_nobody_approves_in_time_is_told_once(self):
        change = make.change(kind="emergency")
        life.rush(change, by=CLOCK)
        life.back_out(change, by=CLOCK, reason="It made things worse")
        with clock.frozen(change.regularise_by):
            assert (jobs.notice_late(), jobs.notice_late()) == (1, 0)
        assert last_told("ticket", change.pk).kind == "change.left_unapproved"


class TestAStandardChange:
    def test_it_needs_nobody_but_its_model(self):
        model = make.change_model(is_standard=True)
        change = make.change(kind="standard", model=model, plan=model.plan)
        life.submit(change, by=CLOCK)
        assert change.state == "scheduled"
        assert not Approval.objects.filter(ticket=change.pk).exists()

    def test_it_keeps_to_its_model(self):
        model, ana = make.change_model(is_standard=True), make.actor(make.ana())
        change = make.change(kind="standard", model=model)
        with pytest.raises(Refused):
            life.amend(change, by=ana, plan=[{"title": "Something else"}])
        with pytest.raises(Refused):
            make.change(kind="standard", model=make.change_model("Unproven"))

    def test_a_model_is_promoted_by_good_runs_and_falls_by_bad_ones(self):
        model = make.change_model(promote_at=3, window_runs=4, demote_under=75)
        with pytest.raises(Refused) as no, transaction.atomic():
            life.promote(model, by=CLOCK)
        assert no.value.code == "no_record"
        for _run in range(3):
            make.change("closed", model=model)
        life.promote(model, by=CLOCK)
        for _run in range(2):
            make.change("closed", model=model, outcome="failed")
        model.refresh_from_db()
        assert (model.standing, model.runs, model.good) == ("demoted", 5, 3)

    def test_an_edited_plan_is_no_longer_what_was_approved_beforehand(self):
        model = make.change_model(is_standard=True)
        life.edit_model(model, by=CLOCK, plan=[{"title": "Something else"}])
        assert model.standing == "demoted"
