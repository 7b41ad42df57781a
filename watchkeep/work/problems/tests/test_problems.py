import pytest
from django.db import transaction

from testing import make
from testing.harness import last_told, told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused, Stale
from watchkeep.work.problems import life, queries
from watchkeep.work.problems.models import Problem, Suggestion
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Ticket


class TestTheLife:
    def test_from_new_to_verified(self):
        problem = make.problem(service=make.service("Shop"))
        ana = make.actor(make.ana())
        life.investigate(problem, by=ana)
        life.know(problem, by=ana, workaround="Restart the pool", cause="A leak")
        life.begin_fix(problem, by=ana, cause="A leak in the driver", reference="CHG-17")
        life.resolve(problem, by=ana, fix="New driver")
        life.close(problem, by=ana, verification="A week without a restart")
        assert (problem.state, problem.ticket.is_open, problem.ticket.team.name) == ("closed", False, "Operations")
        assert problem.number.startswith("PRB-")
        life.reopen(problem, by=ana, reason="It leaks again")
        assert (problem.state, problem.verification) == ("investigating", "")
        kinds = told("ticket", problem.pk, "problem")
        assert kinds[0], kinds[-1] == ("problem.opened", "problem.reopened")

    @pytest.mark.parametrize(
        ("verb", "values"),
        [
            ("know", {"workaround": ""}),
            ("begin_fix", {"cause": ""}),
            ("resolve", {"fix": " "}),
            ("cancel", {"reason": ""}),
        ],
    )
    def test_a_step_says_what_it_needs(self, verb, values):
        problem = make.problem()
        life.investigate(problem, by=CLOCK)
        with pytest.raises(Refused) as no, transaction.atomic():
            getattr(life, verb)(problem, by=CLOCK, **values)
        assert no.value.field

    def test_the_change_that_fixes_it_is_named_and_linked_and_told(self):
        problem, ana = make.problem(), make.actor(make.ana())
        life.investigate(problem, by=ana)
        life.begin_fix(problem, by=ana, cause="A leak", reference=" CHG-17 ", change_link="https://changes.example/17")
        begun = last_told("ticket", problem.pk)
        assert begun.data == {"reference": "CHG-17", "link": "https://changes.example/17"}
        life.amend(problem, by=ana, reference="CHG-18", change_link="https://changes.example/18", fix="A new driver")
        named = told("ticket", problem.pk, "problem")[-2:]
        assert named == ["problem.change_named", "problem.amended"]
        assert last_told("ticket", problem.pk).data == {"fields": ["fix"]}
        life.amend(problem, by=ana, reference="", change_link="")
        assert last_told("ticket", problem.pk).data == {"fields": ["change_link", "reference"]}

    @pytest.mark.parametrize(
        ("reference", "link", "field"),
        [
            ("CHG-17", "http://changes.example/17", "change_link"),
            ("CHG-17", "https://", "change_link"),
            ("CHG-17", "https://ana:secret@changes.example/17", "change_link"),
            ("CHG-17", "https://changes.example/a b", "change_link"),
            ("CHG-17", "https://[", "change_link"),
            ("CHG-17", "javascript:alert(1)", "change_link"),
            ("", "https://changes.example/17", "reference"),
        ],
    )
    def test_a_link_is_an_https_address_of_something_with_a_name(self, reference, link, field):
        problem = make.problem()
        life.investigate(problem, by=CLOCK)
        for verb, more in ((life.begin_fix, {"cause": "A leak"}), (life.amend, {})):
            with pytest.raises(Refused) as no, transaction.atomic():
                verb(problem, by=CLOCK, reference=reference, change_link=link, **more)
            assert no.value.field == field
        problem.refresh_from_db()
        assert (problem.reference, problem.change_link, problem.state) == ("", "", "investigating")

    @pytest.mark.parametrize("step", list(life.LIFE), ids=lambda step: step.verb)
    def test_nobody_takes_a_step_without_the_permission(self, step):
        assert not any(one.verb == step.verb for one in life.open_to(make.problem(), make.actor(make.auditor())))

    def test_of_two_who_amend_the_same_the_second_is_told(self):
        problem = make.problem()
        seen = problem.ticket.version
        life.amend(problem, by=CLOCK, version=seen, cause="One")
        life.amend(Problem.objects.get(pk=problem.pk), by=CLOCK, version=seen, workaround="Another part")
        with pytest.raises(Stale):
            life.amend(Problem.objects.get(pk=problem.pk), by=CLOCK, version=seen, cause="Two")


class TestBesideIncidents:
    def test_the_queue_of_incidents_does_not_see_problems(self):
        service = make.service()
        incident, _problem = make.incident(service=service), make.problem(service=service)
        page = tickets.page(make.actor(make.ana()), tickets.Filters(kind=("incident",), group=tickets.Group.ALL))
        assert [row.pk for row in page.rows] == [incident.pk]
        assert tickets.counts(make.actor(make.ana()), [tickets.Filters(kind=("incident",))]) == [(1, False)]
        assert Ticket.objects.count() == 2

    def test_strangers_and_employees_see_none(self):
        make.problem()
        for somebody in (make.stranger(), make.employee()):
            assert not Problem.objects.visible_to(make.actor(somebody)).exists()

    def test_from_an_incident_it_is_tied_to_it(self):
        incident = make.incident(service=make.service("Shop"), title="Checkout hangs")
        problem = life.open_from(incident.ticket, by=make.actor(make.ana()))
        assert (problem.ticket.title, problem.source) == ("Checkout hangs", "incident")
        assert queries.problems_under(incident.ticket, make.actor(make.bo())) == [problem]
        assert list(queries.incidents_of(problem, CLOCK)) == [incident.ticket]
        life.link_incident(problem, by=CLOCK, incident=incident.ticket)
        assert told("ticket", problem.pk).count("problem.incident_linked") == 1
        with pytest.raises(Refused):
            life.link_incident(problem, by=CLOCK, incident=make.problem().ticket)


class TestKnownErrors:
    def offered(self, incident):
        return queries.known_errors(incident.ticket, make.actor(make.ana()), fingerprint=incident.fingerprint)

    def test_are_offered_by_fault_by_likeness_on_the_service_and_by_tie(self):
        shop = make.service("Shop")
        by_fault = make.problem("Something else entirely", known=True, fingerprint="abc")
        by_words = make.problem("Checkout hangs at payment", known=True, service=shop)
        tied = make.problem("Unlike anything", known=True)
        make.problem("Checkout hangs at payment", known=True, service=make.service("Other"))
        make.problem("Checkout hangs at payment", service=shop)
        incident = make.incident(service=shop, title="Checkout hangs at the payment", fingerprint="abc")
        life.link_incident(tied, by=CLOCK, incident=incident.ticket)
        assert {one.pk for one in self.offered(incident)} == {by_fault.pk, by_words.pk, tied.pk}

    def test_one_that_is_resolved_is_offered_no_longer(self):
        problem = make.problem(known=True, fingerprint="abc")
        incident = make.incident(fingerprint="abc")
        assert self.offered(incident) == [problem]
        life.resolve(problem, by=CLOCK, fix="Gone")
        assert self.offered(incident) == []


class TestSuggestions:
    def suggest(self, *incidents, key="fingerprint:abc"):
        rows = [one.ticket for one in incidents]
        return life.suggest(by=CLOCK, key=key, title="It is back", why="Three times", tickets=rows)

    def test_taking_one_makes_a_problem_with_its_incidents(self):
        first, second = make.incident(), make.incident(severity=1, impact=1, urgency=1)
        problem = life.take_suggestion(self.suggest(first, second), by=make.actor(make.ana()))
        assert (problem.source, problem.ticket.priority) == ("recurrence", 1)
        assert list(queries.incidents_of(problem, CLOCK)) == [second.ticket, first.ticket]
        assert self.suggest(make.incident()) is None

    def test_one_that_was_dismissed_asks_again_after_two_more(self):
        incidents = [make.incident() for _ in range(5)]
        life.dismiss_suggestion(self.suggest(*incidents[:3]), by=make.actor(make.ana()), reason="A test machine")
        assert self.suggest(*incidents[:4]) is None
        assert self.suggest(*incidents).answer == "open"

    def test_of_two_who_answer_one_wins(self):
        suggestion = self.suggest(make.incident())
        life.dismiss_suggestion(suggestion, by=CLOCK, reason="No")
        with pytest.raises(Refused, match="before"):
            life.take_suggestion(Suggestion.objects.get(), by=CLOCK)

    def test_it_takes_a_permission(self):
        with pytest.raises(NotAllowed):
            life.take_suggestion(self.suggest(make.incident()), by=make.actor(make.auditor()))
