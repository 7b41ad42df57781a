"""Tickets of any kind that belong together."""

import pytest

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.desk import life, queries
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems import life as problems
from watchkeep.work.requests import life as requests
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Attachment, Comment, Link, Relation, Ticket


def boss():
    return make.actor(make.manager())


class TestMerge:
    def test_problems_merge_and_come_apart_again(self):
        one, two = make.problem(known=True), make.problem()
        life.merge(one.ticket, by=boss(), into=two.ticket)
        assert Ticket.objects.get(pk=one.pk).state == "closed"
        assert tickets.family(two.ticket) == [one.ticket]
        assert problems.open_to(one, boss()) == []
        with pytest.raises(Refused):
            problems.reopen(one, by=boss(), reason="x")
        life.unmerge(Ticket.objects.get(pk=one.pk), by=boss())
        assert Ticket.objects.get(pk=one.pk).state == "known_error"
        assert tickets.family(two.ticket) == []

    def test_an_order_gives_back_what_was_set_aside_and_is_asked_about_anew_when_it_comes_apart(self):
        item = make.catalogue_item(approval=[make.manager_stage()], most_each=2)
        one, two = make.asked(item=item), make.request()
        life.merge(one.ticket, by=boss(), into=two.ticket)
        assert (Ticket.objects.get(pk=one.pk).state, one.holdings.standing().count()) == ("closed", 0)
        assert not Ballot.objects.open().filter(approval__ticket=one.pk).exists()
        life.unmerge(Ticket.objects.get(pk=one.pk), by=boss())
        assert (Ticket.objects.get(pk=one.pk).state, one.holdings.standing().count()) == ("waiting", 1)
        assert Ballot.objects.open().get(approval__ticket=one.pk)

    def test_a_request_that_was_worked_on_goes_on_when_it_comes_apart(self):
        one, two = make.request(), make.request()
        requests.start(one, by=boss())
        life.merge(one.ticket, by=boss(), into=two.ticket)
        life.unmerge(Ticket.objects.get(pk=one.pk), by=boss())
        assert Ticket.objects.get(pk=one.pk).state == "in_progress"

    def test_no_request_goes_into_what_has_ended_or_is_somebody_elses(self):
        one, gone = make.request(), make.request()
        requests.cancel(gone, by=boss(), reason="Twice")
        for into in (gone, make.request(requester=make.asker("Lena"))):
            with pytest.raises(Refused) as no:
                life.merge(one.ticket, by=boss(), into=into.ticket)
            assert no.value.field == "into"

    def test_incidents_merge_by_their_own_verb(self):
        one, two = make.incident(), make.incident()
        life.merge(one.ticket, by=boss(), into=two.ticket)
        assert Incident.objects.get(pk=one.pk).merged_into == two

    def test_nothing_merges_into_itself_another_kind_or_what_is_merged(self):
        one, two, three = make.problem(), make.problem(), make.problem()
        for into in (one.ticket, make.ticket()):
            with pytest.raises(Refused) as no:
                life.merge(one.ticket, by=boss(), into=into)
            assert no.value.field == "into"
        life.merge(one.ticket, by=boss(), into=two.ticket)
        with pytest.raises(Refused):
            life.merge(three.ticket, by=boss(), into=Ticket.objects.get(pk=one.pk))
        with pytest.raises(Refused):
            life.unmerge(two.ticket, by=boss())


class TestFamilies:
    def test_any_kind_may_be_part_of_any_other(self):
        incident, problem = make.ticket(), make.problem().ticket
        life.set_parent(incident, by=boss(), parent=problem)
        assert queries.children_of(problem, boss()) == [incident]
        assert queries.parent_of(incident, boss()) == problem
        life.set_parent(incident, by=boss(), parent=None)
        assert queries.parent_of(incident, boss()) is None

    def test_incidents_keep_their_own_and_there_is_one_parent(self):
        part, whole, problem = make.incident(), make.incident(), make.problem().ticket
        life.set_parent(part.ticket, by=boss(), parent=whole.ticket)
        assert Incident.objects.get(pk=part.pk).parent == whole
        life.set_parent(part.ticket, by=boss(), parent=problem)
        assert Incident.objects.get(pk=part.pk).parent is None
        assert Link.objects.filter(relation=Relation.PART).count() == 1

    def test_there_are_two_storeys(self):
        one, two, three = make.problem().ticket, make.problem().ticket, make.problem().ticket
        life.set_parent(one, by=boss(), parent=two)
        for ticket, parent in ((two, three), (three, one), (one, one)):
            with pytest.raises(Refused) as no:
                life.set_parent(ticket, by=boss(), parent=parent)
            assert no.value.field == "parent"

    def test_a_reply_and_a_verb_reach_the_open_parts_when_asked_to(self):
        whole, part, over = make.incident("in_progress"), make.incident("in_progress"), make.incident("closed")
        life.set_parent(part.ticket, by=boss(), parent=whole.ticket)
        Incident.objects.filter(pk=over.pk).update(parent=whole)
        life.reply_to_family(whole.ticket, by=boss(), body="It is back.")
        assert set(Comment.objects.values_list("ticket", flat=True)) == {whole.pk, part.pk}
        done = life.act_on_family(Ticket.objects.get(pk=whole.pk), "resolve", by=boss(), words="Restarted")
        assert {one.pk for one in done} == {whole.pk, part.pk}
        assert set(Ticket.objects.filter(pk__in=[whole.pk, part.pk]).values_list("state", flat=True)) == {"resolved"}


class TestSplit:
    def test_what_was_said_becomes_a_ticket_with_its_file_and_a_tie(self):
        asker = make.employee()
        ticket = make.ticket(requester=asker)
        comment = make.comment(ticket, "The printer is broken, too.", by=make.actor(asker))
        make.attachment(ticket)
        Attachment.objects.update(comment=comment)
        made = life.split(ticket, comment, by=boss(), kind="incident", title="The printer is broken")
        assert (made.title, made.description, made.requester) == ("The printer is broken", comment.body, asker)
        assert Attachment.objects.filter(ticket=made).count() == 1
        assert Attachment.objects.filter(ticket=ticket).count() == 1
        assert Link.objects.filter(source=made, target=ticket, relation=Relation.FOLLOWS).exists()

    def test_it_takes_the_permission_and_a_kind_that_is_opened_by_hand(self):
        comment = make.comment(make.ticket())
        with pytest.raises(NotAllowed):
            life.split(comment.ticket, comment, by=make.actor(make.stranger()), kind="incident", title="x")
        with pytest.raises(Refused) as no:
            life.split(comment.ticket, comment, by=CLOCK, kind="poem", title="x")
        assert no.value.field == "kind"


class TestCalls:
    def test_a_call_becomes_the_callers_ticket(self):
        caller = make.employee()
        made = life.note_call(by=make.actor(make.ana()), kind="incident", caller=caller, says=" Cannot\nlog in ")
        assert (made.title, made.requester, made.tags) == ("Cannot log in", caller, ["phone"])

    def test_a_long_story_is_kept_whole(self):
        says = "word " * 80
        made = life.note_call(
            by=make.actor(make.ana()), kind="incident", caller=make.employee(), says=says, channel="walk-in"
        )
        assert made.description == says.strip()
        assert len(made.title) <= 200

    def test_it_is_the_desks_to_do(self):
        with pytest.raises(NotAllowed):
            life.note_call(by=make.actor(make.stranger()), kind="incident", caller=make.employee(), says="x")


def test_requests_are_worked_by_name_like_every_other_kind():
    ticket = life.note_call(by=boss(), kind="request", caller=make.employee(), says="A second screen")
    assert ticket.kind == "request"
    assert "start" in life.verbs_open_to(ticket, boss())
    life.act(ticket, "fulfil", by=boss(), words="It stands on the desk")
    assert ticket.state == "resolved"
    with pytest.raises(Refused):
        life.merge(ticket, by=boss(), into=Ticket.objects.get(pk=ticket.pk))
