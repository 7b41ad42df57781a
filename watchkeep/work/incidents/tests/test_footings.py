"""When what services stand on was counted anew, open incidents on it are judged again."""

from testing import make
from testing.harness import run_later, sweep
from watchkeep.estate.assets import life as assets
from watchkeep.estate.services import jobs
from watchkeep.estate.services.models import Footing, Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents.models import Assessment


def count(*due):
    Assessment.objects.update(reassess_at=None)
    Service.objects.filter(pk__in=[one.pk for one in due]).update(footing_due_at=clock.now())
    sweep(jobs.count_footings)
    run_later()
    return {*Assessment.objects.exclude(reassess_at=None).values_list("incident", flat=True)}


def test_what_stands_on_other_items_marks_the_incidents_on_these_and_nothing_does_when_nothing_changed():
    switch, program = make.item("core", cls="network_device"), make.item("mail", cls="application")
    network, mail = make.service("Network", on=(switch,)), make.service("Mail", on=(program,))
    on_network, on_mail = make.incident(service=network), make.incident(service=mail)
    make.incident(service=make.service("Far", on=(make.item(),)))
    run_later()
    count(network, mail)
    assets.relate(program, switch, by=CLOCK, kind="depends_on")
    run_later()
    assert count(mail) == {on_network.pk, on_mail.pk}
    assert count(mail) == set()
    Footing.objects.filter(service=mail, item=switch).delete()
    assert count(mail) == {on_network.pk, on_mail.pk}
