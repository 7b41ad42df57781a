"""Who must agree to a change, who never may, and what happens when one of them leaves."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from testing import make
from testing.harness import told
from watchkeep.estate.people import life as people
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.approvals import jobs as approval_jobs
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals import queries as asked
from watchkeep.work.approvals.models import Approval, Ballot, Board
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import ApprovalPolicy, Change
from watchkeep.work.changes.rules import policies as rules

STAGE = {"name": "Someone", "approvers": [{"who": "manager"}]}


def facts(**given_) -> rules.Facts:
    plain = {"kind": "normal", "band": "low", "cost": Decimal(0), "services": (1,), "items": (), "tier": 3}
    return rules.Facts(**plain | given_)


def of(**terms) -> rules.Terms:
    return rules.Terms(**terms)


def leads(*names) -> list:
    """People who lead the team of one service, in order."""
    team = make.team("Shop owners")
    found = [make.person(name) for name in names]
    for person in found:
        team.memberships.create(person=person, is_lead=True)
    return [make.service("Checkout", owner_team=team), *found]


def both_must_agree(service) -> ApprovalPolicy:
    ApprovalPolicy.objects.update(is_active=False)
    stage = {"name": "Owners", "approvers": [{"who": "service_leads"}], "need": "all"}
    return life.add_policy(by=CLOCK, name="Both", services=[service], stages=[stage])


class TestWhichPolicyDecides:
    @pytest.mark.parametrize(
        ("terms", "change", "fits"),
        [
            ({}, {}, True),
            ({"kinds": ("emergency",)}, {}, False),
            ({"kinds": ("emergency",)}, {"kind": "emergency"}, True),
            ({"bands": ("high", "medium")}, {"band": "medium"}, True),
            ({"bands": ("high",)}, {"band": "low"}, False),
            ({"services": (7, 1)}, {}, True),
            ({"services": (7,)}, {}, False),
            ({"tiers": (1, 2)}, {"tier": 1}, True),
            ({"tiers": (1,)}, {"tier": None}, False),
            ({"cost_from": Decimal(100)}, {"cost": Decimal(100)}, True),
            ({"cost_from": Decimal(100)}, {"cost": Decimal("99.99")}, False),
            ({"cost_below": Decimal(100)}, {"cost": Decimal(100)}, False),
        ],
    )
    def test_its_terms(self, terms, change, fits):
        assert of(**terms).fits(facts(**change)) is fits

    @given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8))
    def test_the_first_that_fits_decides_unless_it_goes_on(self, rows):
        plan = [(at, of(bands=("low",) if fits else ("high",)), goes_on) for at, (fits, goes_on) in enumerate(rows)]
        found = rules.deciding(plan, facts())
        fitting = [at for at, (fits, _goes) in enumerate(rows) if fits]
        assert found == fitting[: len(found)]
        assert all(rows[at][1] for at in found[:-1])
        assert not fitting or len(found) == len(fitting) or not rows[found[-1]][1]

    @pytest.mark.parametrize(
        ("given_", "by", "stages"),
        [
            ({}, ["Medium risk"], ["Owners"]),
            ({"risk": 80}, ["High risk"], ["Owners", "Change advisory board"]),
            ({"risk": 5}, ["Low risk"], ["Peer review"]),
            ({"risk": 5, "cost": 20000}, ["Money", "Low risk"], ["Whoever answers for the money", "Peer review"]),
            ({"kind": "emergency"}, ["Emergencies, after the fact"], ["Owners, after the fact"]),
        ],
    )
    def test_what_we_begin_with(self, given_, by, stages):
        risk = given_.pop("risk", 40)
        change = make.change(**given_)
        change.risk = risk
        verdict = queries.verdict_on(change)
        assert [one.name for one in verdict.policies] == by
        assert [one.name for one in verdict.stages] == stages

    def test_where_none_fits_the_owners_are_asked_and_without_stages_nobody(self):
        ApprovalPolicy.objects.all().delete()
        assert [one.name for one in queries.verdict_on(make.change()).stages] == ["Owners"]
        life.add_policy(by=CLOCK, name="Free")
        change = make.change("assessing")
        life.ask(change, by=CLOCK)
        assert change.state == "scheduled"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"kinds": ["standard"]}, "kinds"),
            ({"bands": ["huge"]}, "bands"),
            ({"cost_from": 5, "cost_below": 5}, "cost_below"),
            ({"stages": [{"name": "x", "approvers": []}]}, "stages"),
            ({"regularise_hours": 0}, "regularise_hours"),
            ({"name": "Money"}, "name"),
        ],
    )
    def test_one_that_makes_no_sense_is_refused(self, wrong, field):
        with pytest.raises(Refused) as no, transaction.atomic():
            life.add_policy(by=CLOCK, **{"name": "Odd"} | wrong)
        assert no.value.field == field

    def test_a_preview_says_whom_and_an_agent_sets_up_nothing(self):
        change = make.change()
        verdict, stages = queries.preview_of(change)
        assert [(stage.name, [one.person.name for one in people_]) for stage, people_ in stages] == [
            ("Peer review", ["Bo"])
        ]
        assert verdict.policies
        with pytest.raises(NotAllowed):
            life.add_policy(by=make.actor(make.ana()), name="Mine")


class TestWhoIsAsked:
    def test_owners_of_items_are_asked_and_of_a_team_its_leads(self):
        owner, lead = make.person("Olga"), make.person("Lee")
        team = make.team("Storage")
        team.memberships.create(person=lead, is_lead=True)
        one, two = make.item(), make.item()
        type(one).objects.filter(pk=one.pk).update(owner_person=owner)
        type(two).objects.filter(pk=two.pk).update(owner_team=team, owner_person=None)
        change = make.change("waiting", services=[], items=[one, two])
        assert {ballot.person for ballot in Ballot.objects.filter(approval__ticket=change.pk)} == {owner, lead}

    def test_every_service_s_owners_are_asked_not_the_first_one_s_alone(self):
        service, ann = leads("Ann")
        change = make.change("waiting", services=[make.shop(), service])
        assert {one.person for one in Ballot.objects.filter(approval__ticket=change.pk)} == {make.bo(), ann}

    def test_nobody_who_asked_for_it_owns_it_or_carries_it_out_ever_answers(self):
        """Every part that somebody may have in it, by every way in which an answer may come."""
        for part, way in product(
            ("requester", "owner", "implementer"), ("asked", "delegate", "deputy", "link", "board")
        ):
            with transaction.atomic():
                self._never(part, way)
                transaction.set_rollback(True)

    def _never(self, part: str, way: str) -> None:
        service, party, other = leads(f"Party {part} {way}", f"Other {part} {way}")
        given_ = {"owner": make.person(), "implementer": make.person(), "requester": make.person()} | {part: party}
        change = make.change("waiting", by=CLOCK, services=[service], **given_)
        ballot = Ballot.objects.get(approval__ticket=change.pk)
        assert ballot.person == other, (part, way)
        with pytest.raises((Refused, NotAllowed)), transaction.atomic():
            self._answer(way, ballot, party, other)
        assert not asked.inbox(make.actor(party)).exists()
        assert Change.objects.get(pk=change.pk).state == "waiting"

    def _answer(self, way: str, ballot: Ballot, party, other) -> None:
        if way == "delegate":
            approvals.delegate(ballot, by=make.actor(other), to=party)
        elif way == "deputy":
            now = clock.now()
            approvals.stand_in(
                by=make.actor(other), person=other, deputy=party, from_at=now - timedelta(hours=1),
                until_at=now + timedelta(hours=1),
            )  # fmt: skip
            approvals.approve(ballot, by=make.actor(party))
        elif way == "link":
            approvals.use_link(asked.link_of(approvals.new_link(ballot, party)), agreed=True, seen="")
        elif way == "board":
            board = approvals.set_up_board(by=CLOCK, name="Board", members=[party, other], chair=party, quorum=1)
            approvals.decide_together(ballot.approval, board, by=make.actor(party), votes={other.pk: True})
        else:
            approvals.approve(ballot, by=make.actor(party))


class TestABoard:
    def setup_method(self):
        self.members = [make.person(f"Member {number}") for number in range(4)]
        self.board = Board.objects.get()
        approvals.edit_board(self.board, by=CLOCK, members=self.members, chair=self.members[0], quorum=2)
        ApprovalPolicy.objects.update(is_active=False)
        stage = {"name": "Board", "approvers": [{"who": "board", "id": self.board.pk}], "need": "quorum", "quorum": 2}
        life.add_policy(by=CLOCK, name="Board", stages=[stage])
        self.change = make.change("waiting")
        self.approval = Approval.objects.get(ticket=self.change.pk)

    def decide(self, *votes, **more):
        given_ = {person.pk: vote for person, vote in zip(self.members, votes, strict=False)}
        approvals.decide_together(self.approval, self.board, by=make.actor(self.members[0]), votes=given_, **more)
        return Change.objects.get(pk=self.change.pk).state

    def test_those_who_are_there_decide_by_quorum(self):
        assert self.decide(True, True, False, reason="Too soon") == "scheduled"
        answers = dict(self.approval.ballots.values_list("person", "answer"))
        assert [answers[one.pk] for one in self.members] == [True, True, False, None]
        assert set(self.approval.ballots.exclude(answer=None).values_list("recorded_by", flat=True)) == {
            self.members[0].pk
        }

    def test_too_few_yes_turn_it_down_though_others_are_away(self):
        assert self.decide(True, False, False, reason="Too soon") == "draft"

    def test_without_a_quorum_nothing_is_decided(self):
        with pytest.raises(Refused) as no, transaction.atomic():
            self.decide(True)
        assert no.value.code == "no_quorum"

    def test_of_three_who_agreed_one_may_leave_and_of_two_none(self):
        self.decide(True, True, True)
        admin = make.actor(make.admin())
        for gone, state in ((1, "approved"), (2, "pending")):
            people.deactivate(self.members[gone], by=admin)
            assert Approval.objects.get(pk=self.approval.pk).state == state

    def test_a_member_writes_nothing_down_for_others(self):
        with pytest.raises(NotAllowed):
            approvals.decide_together(
                self.approval, self.board, by=make.actor(self.members[1]), votes={self.members[0].pk: True}
            )


class TestAnApproverWhoLeaves:
    def test_what_waits_for_them_waits_for_their_manager(self):
        service, ann = leads("Ann")
        type(ann).objects.filter(pk=ann.pk).update(manager=make.bo())
        change = make.change("waiting", services=[service])
        people.deactivate(ann, by=make.actor(make.admin()))
        waits = Ballot.objects.open().get(approval__ticket=change.pk)
        assert (waits.person, "has left" in waits.why) == (make.bo(), True)
        make.agree(change)
        assert change.state == "scheduled"

    def test_a_yes_that_decided_is_given_anew_before_it_begins(self):
        service, ann = leads("Ann")
        type(ann).objects.filter(pk=ann.pk).update(manager=make.bo())
        change = make.change("scheduled", services=[service])
        people.deactivate(ann, by=make.actor(make.admin()))
        assert Change.objects.get(pk=change.pk).state == "scheduled"
        with pytest.raises(Refused) as no, transaction.atomic():
            life.begin(change, by=CLOCK)
        assert no.value.code == "unapproved"
        assert Ballot.objects.get(approval__ticket=change.pk, person=ann).answer is True
        make.agree(change)
        life.begin(change, by=CLOCK)
        assert "change.approver_left" in told("ticket", change.pk, "change")

    def test_whoever_follows_may_turn_it_down_and_its_time_is_free(self):
        service, ann = leads("Ann")
        type(ann).objects.filter(pk=ann.pk).update(manager=make.bo())
        change = make.change("scheduled", services=[service], outage_minutes=20)
        people.deactivate(ann, by=make.actor(make.admin()))
        make.turn_down(change, "I was not here")
        change = Change.objects.get(pk=change.pk)
        assert change.state == "draft"
        assert change.window.cancelled_at is not None

    def test_of_all_who_must_agree_the_others_yes_stays(self):
        service, ann, bea = leads("Ann", "Bea")
        both_must_agree(service)
        change = make.change("scheduled", services=[service])
        type(ann).objects.filter(pk=ann.pk).update(manager=make.bo())
        people.deactivate(ann, by=make.actor(make.admin()))
        assert [one.person for one in Ballot.objects.open().filter(approval__ticket=change.pk)] == [make.bo()]
        assert Ballot.objects.get(approval__ticket=change.pk, person=bea).answer is True


class TestItFalls:
    def test_when_its_risk_rises_to_another_band(self):
        change, ana = make.change("scheduled"), make.actor(make.ana())
        before = [one.name for one in queries.verdict_on(change).policies]
        team = make.team("Bank")
        team.memberships.create(person=make.bo(), is_lead=True)
        services = [make.service(f"Bank {number}", tier=1, owner_team=team) for number in range(12)]
        life.amend(
            change, by=ana, services=services, outage_minutes=300, test_plan="", back_out_plan="",
            answers={"done_before": "never"},
        )  # fmt: skip
        change = Change.objects.get(pk=change.pk)
        assert (change.state, Approval.objects.get(ticket=change.pk).state) == ("assessing", "fallen")
        assert [one.name for one in queries.verdict_on(change).policies] != before

    def test_its_answer_is_due_before_it_would_begin_and_whenever_it_is_moved(self):
        now, change = clock.now(), make.change("assessing")
        for hours in (30, 5):
            start = now + timedelta(hours=hours)
            life.amend(change, by=CLOCK, starts_at=start, ends_at=start + timedelta(hours=1))
            life.ask(change, by=CLOCK)
            waits = Approval.objects.get(ticket=change.pk, state="pending")
            assert (now < waits.expires_at < change.starts_at, waits.needed_by) == (True, change.starts_at)

    def test_unanswered_it_can_be_asked_again_and_an_emergency_is_at_once(self):
        change, urgent = make.change("waiting"), make.change(kind="emergency")
        life.rush(urgent, by=CLOCK)
        Approval.objects.update(expires_at=clock.now())
        approval_jobs.keep_asking()
        assert Change.objects.get(pk=change.pk).state == "assessing"
        assert Approval.objects.filter(ticket=urgent.pk, state="pending").count() == 1
        life.ask(Change.objects.get(pk=change.pk), by=CLOCK)
        assert Change.objects.get(pk=change.pk).state == "waiting"


class TestAnEmergency:
    def test_its_time_is_the_policy_s_and_it_is_reviewed_in_words(self):
        policy = ApprovalPolicy.objects.get(kinds=["emergency"])
        life.edit_policy(policy, by=CLOCK, regularise_hours=5)
        change, now = make.change(kind="emergency"), clock.now()
        with clock.frozen(now):
            life.rush(change, by=CLOCK)
        assert change.regularise_by == now + timedelta(hours=5)
        for step in change.steps.all():
            life.take_step(step, by=CLOCK, state="done")
        life.finish(change, by=CLOCK)
        make.agree(change)
        with pytest.raises(Refused) as no, transaction.atomic():
            life.close(change, by=CLOCK, outcome="successful")
        assert no.value.code == "unreviewed"
        life.close(change, by=CLOCK, outcome="successful", note="It had to be done at once.")

    def test_turned_down_afterwards_it_says_so(self):
        change = make.change(kind="emergency")
        life.rush(change, by=CLOCK)
        make.turn_down(change, "It could have waited")
        change = Change.objects.get(pk=change.pk)
        assert (change.state, change.turned_down) == ("implementing", "It could have waited")
