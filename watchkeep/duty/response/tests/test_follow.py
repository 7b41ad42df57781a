"""The plan is copied onto the incident, and copied anew when another one holds."""

from testing import make
from testing.harness import told
from watchkeep.duty.automation import life as automation
from watchkeep.duty.automation.models import Run
from watchkeep.duty.oncall.models import Escalation
from watchkeep.duty.response import life, queries
from watchkeep.duty.response.models import Response
from watchkeep.kernel import facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets


def seats(incident):
    return {seat.role.slug: seat for seat in queries.standing(incident.pk).seats}


def changes(incident):
    return [row.data for row in facts.told("ticket", incident.pk, kind="response.plan_changed")]


def test_an_incident_opens_with_the_plan_of_its_severity():
    incident = make.incident(severity=1)
    demands = queries.demands_of(incident.pk)
    assert (demands.review_days, demands.first_minutes("internal"), demands.every_minutes("public")) == (5, 15, 30)
    assert [role.role for role in demands.wanted] == ["commander", "communications", "scribe"]
    assert "response.plan_copied" in told("ticket", incident.pk)


def test_a_lesser_one_demands_no_roles_and_no_review():
    demands = queries.demands_of(make.incident(severity=4).pk)
    assert (demands.wanted, demands.review_days, demands.first_minutes("internal")) == ((), None, None)


def test_without_a_copy_nothing_is_known():
    incident = make.incident()
    Response.objects.all().delete()
    assert queries.demands_of(incident.pk) is None


def test_the_plan_of_the_service_and_severity_wins_and_inherits_the_rest():
    payments = make.service("Payments", tier=1)
    make.plan(service=payments, severity=1, review_days=2, roles={"commander": make.bo()})
    make.plan(tier=1, public_every_minutes=20)
    demands = queries.demands_of(make.incident(severity=1, service=payments).pk)
    assert (demands.review_days, demands.every_minutes("public"), demands.every_minutes("internal")) == (2, 20, 30)
    assert demands.roles[0].in_words == "Bo"


def test_a_later_edit_does_not_bend_a_running_response():
    service = make.service()
    plan = make.plan(service=service, review_days=2)
    incident = make.incident(service=service, severity=1)
    life.change_plan(plan, by=CLOCK, service=service, tier=None, severity=None, review_days=9)
    assert queries.demands_of(incident.pk).review_days == 2
    life.remove_plan(plan, by=CLOCK)
    assert queries.demands_of(incident.pk).review_days == 2


def test_a_higher_severity_brings_its_plan():
    incident = make.incident(severity=3)
    incidents.set_severity(incident, by=CLOCK, severity=1)
    assert queries.demands_of(incident.pk).review_days == 5
    assert seats(incident)["commander"].is_missing


def test_a_change_tells_which_fields_and_roles_are_others():
    incident = make.incident(severity=2)
    incidents.set_severity(incident, by=CLOCK, severity=1)
    (fact,) = changes(incident)
    assert fact["because"] == "SEV1"
    assert {"review_days", "scribe", "internal_first_minutes"} <= set(fact["changes"])


def test_what_is_declared_major_is_answered_as_a_major_one():
    incident = make.incident(severity=3)
    assert not queries.standing(incident.pk).needs_commander
    incidents.declare_major(incident, by=CLOCK, reason="The press calls")
    standing = queries.standing(incident.pk)
    assert (standing.needs_commander, standing.response.severity) == (True, 2)
    assert changes(incident)[0]["because"] == "it was declared a major incident"
    incidents.set_severity(incident, by=CLOCK, severity=1)
    assert queries.standing(incident.pk).response.severity == 1


def test_what_is_no_major_after_all_is_answered_by_its_severity_again():
    incident = make.incident(severity=3)
    incidents.declare_major(incident, by=CLOCK, reason="The press calls")
    incidents.withdraw_major(incident, by=CLOCK, reason="It was about somebody else")
    standing = queries.standing(incident.pk)
    assert (standing.needs_commander, standing.response.severity) == (False, 3)


def test_another_service_may_have_another_plan():
    payments = make.service("Payments")
    make.plan(service=payments, review_days=1)
    incident = make.incident(severity=2)
    tickets.edit(incident.ticket, by=CLOCK, service=payments)
    assert queries.demands_of(incident.pk).review_days == 1
    assert changes(incident)[0]["because"] == "the service is Payments"


def test_the_same_plan_again_is_no_news():
    incident = make.incident(severity=3)
    tickets.edit(incident.ticket, by=CLOCK, title="Another word for it")
    assert "response.plan_changed" not in told("ticket", incident.pk)


def test_somebody_who_has_a_role_keeps_it_under_a_lesser_plan():
    incident = make.incident("in_progress", severity=1, by=make.manager())
    incidents.set_severity(incident, by=CLOCK, severity=4)
    seat = seats(incident)["commander"]
    assert (seat.holder.name, seat.is_demanded) == (make.manager().name, False)


def test_pages_go_by_the_policy_of_the_plan():
    service = make.service()
    make.policy(service=service)
    night = make.policy(name="Night shift")
    make.plan(service=service, severity=1, policy=night)
    incident = make.incident(service=service, severity=1)
    assert [one.policy for one in Escalation.objects.filter(ticket=incident.pk)] == [night]


def test_without_a_policy_in_the_plan_the_service_has_its_own():
    service = make.service()
    own = make.policy(service=service)
    incident = make.incident(service=service, severity=1)
    assert [one.policy for one in Escalation.objects.filter(ticket=incident.pk)] == [own]


def test_the_end_frees_the_roles_and_a_return_fills_them_again():
    incident = make.incident("in_progress", severity=1, by=make.manager())
    incidents.resolve(incident, by=CLOCK, fix="Rolled back")
    assert seats(incident)["commander"].holder is None
    assert [row.until_at is not None for row in queries.tenures(incident.pk)] == [True]
    incidents.reopen(incident, by=make.actor(make.manager()))
    standing = queries.standing(incident.pk)
    assert (standing.commander, standing.response.ended_at) == (make.manager(), None)
    assert len(standing.due) == 2


def runs(incident):
    return [run.procedure for run in Run.objects.filter(ticket=incident.pk).order_by("pk")]


def test_the_workflow_is_started_and_the_runbook_opened_with_the_incident():
    workflow, runbook = make.procedure(kind="workflow"), make.procedure()
    make.plan(service=(shop := make.service()), severity=1, workflow=workflow, runbook=runbook)
    incident = make.incident(service=shop, severity=1)
    assert runs(incident) == [workflow, runbook]


def test_a_worse_severity_begins_what_its_plan_names_and_leaves_what_runs():
    first, second = make.procedure(), make.procedure()
    shop = make.service()
    make.plan(service=shop, runbook=first)
    make.plan(service=shop, severity=1, workflow=second)
    incident = make.incident(service=shop, severity=3)
    incidents.set_severity(incident, by=CLOCK, severity=1)
    assert runs(incident) == [first, second]
    assert "workflow" in changes(incident)[0]["changes"]


def test_a_procedure_that_is_no_longer_offered_is_not_begun():
    runbook = make.procedure()
    make.plan(service=(shop := make.service()), runbook=runbook)
    automation.retire(runbook, by=CLOCK)
    assert runs(make.incident(service=shop)) == []
