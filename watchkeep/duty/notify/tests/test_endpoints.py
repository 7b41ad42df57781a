import pytest
from django.db import connection

from testing import make
from watchkeep.duty.notify import life
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import hooks
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused


def test_a_program_hears_the_facts_that_it_wants_and_no_others():
    make.endpoint(kinds=("incident.acknowledged",))
    make.incident("in_progress")
    assert list(Delivery.objects.filter(channel="endpoint").values_list("subject", flat=True)) == [
        "incident.acknowledged"
    ]


def test_a_fact_goes_to_a_program_once():
    make.endpoint(kinds=("*",))
    make.incident()
    marks = list(Delivery.objects.values_list("fact", "endpoint"))
    assert len(marks) == len(set(marks)) > 0


def test_nobody_listening_costs_a_look_a_second(django_assert_num_queries):
    make.incident()
    fact = type("F", (), {"kind": "incident.opened"})()
    life.publish(fact)
    with django_assert_num_queries(0):
        life.publish(fact)


def test_address_and_secret_are_not_readable_in_the_database():
    endpoint = make.endpoint("https://hooks.example.org/key")
    with connection.cursor() as cursor:
        cursor.execute("SELECT url || secret || hint FROM notify_webhookendpoint")
        kept = cursor.fetchone()[0]
    assert endpoint.secret not in kept
    assert "/key" not in kept


def test_a_new_secret_signs_from_then_on():
    endpoint = make.endpoint()
    old = endpoint.secret
    assert life.renew_secret(endpoint, by=CLOCK) != old


@pytest.mark.parametrize(
    ("given", "field"),
    [({"url": "ftp://x"}, "url"), ({"kinds": []}, "kinds"), ({"kinds": ["incident.exploded"]}, "kinds")],
)
def test_what_makes_no_sense_is_refused(given, field):
    with pytest.raises(Refused) as refused:
        life.add_endpoint(**{"by": CLOCK, "name": "X", "url": "https://x.example/", "kinds": ["*"]} | given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("wanted", "kind", "hears"),
    [
        (["incident.opened"], "incident.opened", True),
        (["incident.*"], "incident.opened", True),
        (["*"], "sla.breached", True),
        (["incident.*"], "sla.breached", False),
        ([], "sla.breached", False),
    ],
)
def test_stars_stand_for_many(wanted, kind, hears):
    assert hooks.hears(wanted, kind) is hears


def test_two_programs_cannot_have_one_name():
    one = life.add_endpoint(by=CLOCK, name="Relay", url="https://x.example/", kinds=["*"])
    with pytest.raises(Refused) as refusal:
        life.add_endpoint(by=CLOCK, name="Relay", url="https://y.example/", kinds=["*"])
    assert refusal.value.field == "name"
    life.change_endpoint(one, by=CLOCK, name="Relay", url="https://y.example/", kinds=["*"])
