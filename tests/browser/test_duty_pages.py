"""The pages of detection, duty and the API reference: accessible, within their frame, also on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from testing import looking, make
from watchkeep.duty.announcements import life as announcements
from watchkeep.duty.communications.models import Template
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def paths() -> list[str]:
    """Every kind of page, with something on each."""
    service = make.service("Web shop")
    sender = make.integration("Prometheus", "alertmanager", service=service)
    alert = make.alert(sender)
    rota = make.schedule(make.ana(), make.bo(), name="Web, first line")
    make.override(rota, make.bo())
    page = make.page(make.step(rota), make.step(make.bo()), service=make.service("Checkout"))
    policy = page.escalation.policy
    make.target()
    make.endpoint()
    make.delivery(make.ana())
    connection, run = make.connection(), make.action_run(by=make.actor(make.ana()), needs_approval=True)
    acting = ["/actions", f"/actions/{run.pk}", "/actions/library", "/actions/library/http"]
    acting += ["/settings/connections", f"/settings/connections/{connection.pk}", "/settings/connections/add/ssh"]
    checkout = make.component(make.status_page("Kestrel", slug="kestrel"), "Checkout", service, group="Shop")
    told, draft = make.announcement(checkout), make.announcement(checkout, by=make.actor(make.ana()))
    public = [f"/status/kestrel/{rest}" for rest in ("", "de/", "history.html", "subscribe.html", "confirm/x")]
    public += [f"/status/kestrel/component-{checkout.pk}.html", f"/status/kestrel/incident-{told.pk}.html"]
    reader = announcements.subscribe_program(checkout.page, by=CLOCK, address="https://hooks.example/x")
    public += [f"/status/kestrel/stop/{announcements.stop_token(reader)}"]
    acting += ["/announcements", "/announcements/new", f"/announcements/{draft.pk}", "/settings/status-pages"]
    acting += [f"/settings/status-pages/{checkout.page_id}", *public]
    message = make.message()
    telling = ["/settings/audiences", "/settings/audiences/add", "/settings/texts", "/settings/texts/add", "/following"]
    telling += [f"/settings/texts/{Template.objects.latest('pk').pk}"]
    telling += [f"/messages/{message.pk}", f"/incidents/{message.ticket.number}/messages"]
    duty = ["/on-call", f"/on-call/schedules/{rota.pk}", "/on-call/calendars", "/escalation"]
    duty += [f"/escalation/{policy.pk}"]
    detection = ["/alerts", f"/alerts/{alert.pk}", "/integrations", f"/integrations/{sender.pk}", "/routes"]
    more = ["/integrations/refused", "/routes/add", "/escalation/new", "/settings/notifications", "/settings/webhooks"]
    more += [
        "/phone",
        "/settings/chat",
        f"/settings/chat/{make.workspace('teams_bot').pk}",
        "/settings/chat/add/teams_bot",
    ]
    return [*duty, *detection, *acting, *telling, *more, "/deliveries", "/settings/sla", "/api/docs?q=acknowledge"]


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page], paths: list[str]):
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []
