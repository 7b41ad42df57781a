"""Boards meet: the agenda makes itself, decisions are answers, and what is closed stays as it is."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Ballot, Board
from watchkeep.work.approvals.rules import next_meeting
from watchkeep.work.changes import jobs, life, queries
from watchkeep.work.changes.models import ApprovalPolicy, Change, Decision, Meeting

THURSDAY = 3


@pytest.mark.parametrize(
    ("after", "more", "then"),
    [
        ("2026-03-26T12:00", {}, "2026-03-26T13:00"),
        ("2026-03-26T13:00", {}, "2026-04-02T12:00"),
        ("2026-03-27T00:00", {}, "2026-04-02T12:00"),
        ("2026-10-24T00:00", {}, "2026-10-29T13:00"),
        ("2026-03-26T13:00", {"every_weeks": 2, "last": "2026-03-26T13:00"}, "2026-04-09T12:00"),
    ],
)
def test_it_meets_at_its_hour_by_its_own_clock(after, more, then):
    """Berlin's clocks go forward on 29 March 2026 and back on 25 October."""
    at = {
        name: datetime.fromisoformat(one).replace(tzinfo=UTC) if name == "last" else one for name, one in more.items()
    }
    start = datetime.fromisoformat(after).replace(tzinfo=UTC)
    found = next_meeting(THURSDAY, time(14, 0), "Europe/Berlin", start, **at)
    assert f"{found:%Y-%m-%dT%H:%M}" == then


class TestAMeeting:
    def setup_method(self):
        self.chair, self.one, self.two = (make.person(name) for name in ("Chair", "Member one", "Member two"))
        self.board = Board.objects.get()
        approvals.edit_board(
            self.board, by=CLOCK, members=[self.chair, self.one, self.two], chair=self.chair, quorum=2
        )  # fmt: skip
        ApprovalPolicy.objects.filter(kinds=["normal"]).update(is_active=False)
        stage = {"name": "Board", "approvers": [{"who": "board", "id": self.board.pk}], "need": "quorum", "quorum": 2}
        life.add_policy(by=CLOCK, name="Board", kinds=["normal"], stages=[stage])
        self.by = make.actor(self.chair)

    def call(self, **more):
        return life.call(self.board, by=self.by, **more)

    def test_what_is_due_is_on_the_agenda_once(self):
        waiting, urgent = make.change("waiting"), make.change(kind="emergency")
        life.rush(urgent, by=CLOCK)
        meeting = self.call()
        assert [(one.change_id, one.why) for one in meeting.agenda.all()] == [
            (waiting.pk, "waiting"), (urgent.pk, "emergency"),
        ]  # fmt: skip
        late = make.change("waiting")
        assert (life.gather(meeting, by=self.by), life.gather(meeting, by=self.by)) == (1, 0)
        assert meeting.agenda.last().change_id == late.pk

    def test_what_was_found_to_have_done_harm_since_is_on_the_agenda_of_those_who_look_at_its_services(self):
        known, found = make.change("closed"), make.change("closed", services=[make.shop(), make.service("Pay")])
        late = make.change("evaluating")
        life.find_harm(known, by=CLOCK)
        life.close_meeting(self.call(), by=self.by)
        life.find_harm(found, by=CLOCK)
        life.close(late, by=CLOCK, outcome="failed", note="It did not work")
        assert [one.pk for one, _why in queries.due_for(self.board)] == [found.pk, late.pk]
        approvals.edit_board(self.board, by=CLOCK, services=[make.service("Elsewhere")])
        assert queries.due_for(self.board) == []
        approvals.edit_board(self.board, by=CLOCK, services=list(found.services.all()))
        assert {one.pk for one, _why in queries.due_for(self.board)} == {found.pk, late.pk}
        approvals.edit_board(self.board, by=CLOCK, quorum=1)
        assert self.board.services.count() == 2

    def test_those_who_are_there_approve_it_and_their_answers_stand_on_its_ballots(self):
        change, meeting = make.change("waiting"), self.call()
        life.note_present(meeting, by=self.by, people=[self.chair, self.one, self.two])
        life.decide(meeting.agenda.get(), by=self.by, decision="approved", against=[self.two], words="Watch the load")
        assert Change.objects.get(pk=change.pk).state == "scheduled"
        item = meeting.agenda.get()
        assert (item.votes_for, item.votes_against, item.words) == (2, 1, "Watch the load")
        assert set(Ballot.objects.filter(approval__ticket=change.pk, answer=True).values_list("person", flat=True)) == {
            self.chair.pk, self.one.pk,
        }  # fmt: skip

    def test_what_is_decided_is_what_the_votes_come_to(self):
        make.change("waiting")
        meeting = self.call()
        life.note_present(meeting, by=self.by, people=[self.chair, self.one])
        item = meeting.agenda.get()
        wrong = [("approved", [self.one], "Why"), ("put_off", [], ""), ("noted", [], "Why"), ("maybe", [], "Why")]
        for decision, against, words in wrong:
            with pytest.raises(Refused), transaction.atomic():
                life.decide(item, by=self.by, decision=decision, against=against, words=words)
        life.decide(item, by=self.by, decision="turned_down", words="Not on a Friday")
        assert Change.objects.get(pk=item.change_id).turned_down == "Not on a Friday"
        with pytest.raises(Refused):
            life.decide(item, by=self.by, decision="approved")

    def test_without_a_quorum_it_is_put_off_and_on_the_next_agenda_again(self):
        change, meeting = make.change("waiting"), self.call()
        life.note_present(meeting, by=self.by, people=[self.chair])
        with pytest.raises(Refused) as no, transaction.atomic():
            life.decide(meeting.agenda.get(), by=self.by, decision="approved")
        assert no.value.code == "no_quorum"
        life.close_meeting(meeting, by=self.by, minutes="Too few of us")
        assert meeting.agenda.get().decision == Decision.PUT_OFF
        assert [one.change_id for one in self.call().agenda.all()] == [change.pk]

    def test_closed_it_never_changes(self):
        make.change("waiting")
        meeting = self.call()
        life.note_present(meeting, by=self.by, people=[self.chair, self.one])
        life.close_meeting(meeting, by=self.by)
        item = meeting.agenda.get()
        for verb in (
            lambda: life.close_meeting(Meeting.objects.get(), by=self.by, minutes="Something else"),
            lambda: life.gather(meeting, by=self.by),
            lambda: life.note_present(meeting, by=self.by, people=[]),
            lambda: life.decide(item, by=self.by, decision="approved"),
        ):
            with pytest.raises(Refused) as no, transaction.atomic():
                verb()
            assert no.value.code == "wrong_state"
        assert (Meeting.objects.get().minutes, meeting.present.count()) == ("", 2)

    def test_only_its_chair_and_who_manages_changes_leads_it_and_one_is_open_at_a_time(self):
        meeting = self.call()
        with pytest.raises(Refused), transaction.atomic():
            self.call()
        with pytest.raises(NotAllowed), transaction.atomic():
            life.gather(meeting, by=make.actor(self.one))
        with pytest.raises(Refused), transaction.atomic():
            life.note_present(meeting, by=self.by, people=[make.ana()])
        assert not Meeting.objects.visible_to(make.actor(make.stranger())).exists()

    def test_it_is_called_a_day_ahead_and_once_after_weeks_of_silence(self):
        approvals.edit_board(self.board, by=CLOCK, weekday=THURSDAY, at_time=time(14, 0), time_zone="Europe/Berlin")
        meets_at = self.board.meets_at
        with clock.frozen(meets_at - timedelta(hours=25)):
            assert jobs.call_meetings() == 0
        with clock.frozen(meets_at + timedelta(weeks=3, hours=1)):
            assert (jobs.call_meetings(), jobs.call_meetings()) == (1, 0)
        assert Meeting.objects.get().at == meets_at
        self.board.refresh_from_db()
        assert self.board.meets_at > meets_at + timedelta(weeks=3)
