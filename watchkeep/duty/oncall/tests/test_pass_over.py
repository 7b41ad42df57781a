"""A page that could not be delivered is not waited for."""

from testing import make
from testing.harness import sweep
from watchkeep.duty.notify.models import Delivery, State
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.models import Page
from watchkeep.kernel import facts


def fail(page):
    """What notify does when it gives a message up."""
    delivery = Delivery.objects.get(fact=page.fact)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.DEAD, next_attempt_at=None)
    life.pass_over(delivery.pk)
    sweep(page_due)


def paged():
    return list(Page.objects.order_by("pk").values_list("person__name", flat=True))


def test_the_next_step_is_taken_at_once_and_the_room_is_told_why():
    page = make.page(make.step(make.ana(), wait=60), make.step(make.bo()))
    fail(page)
    assert paged() == ["Ana", "Bo"]
    flag = facts.told("ticket", page.escalation.ticket_id, kind="oncall.page_skipped").get()
    assert (flag.data["name"], flag.data["why"]) == ("Ana", "undelivered")


def test_while_another_of_the_step_can_be_reached_her_answer_is_waited_for():
    page = make.page(make.step(make.ana(), make.bo(), wait=60), make.step(make.person("Cy")))
    fail(page)
    assert paged() == ["Ana", "Bo"]


def test_a_page_that_was_answered_anyway_is_left_alone():
    page = make.page(make.step(make.ana()), make.step(make.bo()))
    life.acknowledge(page, by=make.actor(page.person))
    fail(page)
    assert paged() == ["Ana"]
    assert not facts.told("ticket", page.escalation.ticket_id, kind="oncall.page_skipped").exists()


def test_a_message_that_is_no_page_concerns_nobody_here():
    life.pass_over(0)
