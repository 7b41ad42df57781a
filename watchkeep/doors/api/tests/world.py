"""One record of everything, by the name that addresses and bodies have for it."""

import secrets
from datetime import timedelta
from typing import Any

from testing import make
from testing.makers.estate import PASSWORD
from testing.makers.oncall import A_MONDAY
from watchkeep.doors.api.resources import sessions
from watchkeep.doors.api.tests.altered import altered
from watchkeep.doors.api.tests.judged import judged
from watchkeep.doors.api.tests.ruled import held, related, ruled
from watchkeep.doors.api.tests.words import SAID
from watchkeep.duty.automation import life as automation
from watchkeep.duty.communications.models import Template
from watchkeep.duty.oncall import life as oncall
from watchkeep.duty.oncall.models import Feed, Schedule
from watchkeep.duty.regulations import life as regulations
from watchkeep.estate.discovery import life as discovery
from watchkeep.estate.discovery.models import Gateway
from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.licences import life as licences
from watchkeep.estate.licences.models import Product
from watchkeep.estate.people import life as people
from watchkeep.estate.people.models import ApiToken, Passkey, Person, Role, Session, TotpDevice
from watchkeep.estate.purchasing import life as purchasing
from watchkeep.estate.reconciliation import life as reconciling
from watchkeep.estate.reconciliation.models import Finding
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection import life
from watchkeep.insight.reviews import life as reviews
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import told
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Approval
from watchkeep.work.correspondence import life as correspondence
from watchkeep.work.correspondence.models import Mailbox
from watchkeep.work.correspondence.tests.letters import letter
from watchkeep.work.desk.life import Order
from watchkeep.work.incidents import life as incidents
from watchkeep.work.problems import life as problems
from watchkeep.work.requests import life as requests
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Link

DAY = timedelta(days=1)


def world() -> dict[str, Any]:
    """One of everything, by the name that addresses and bodies have for it."""
    admin, other = make.admin(), make.person()
    service = make.service()
    told = _work(admin, service) | _people(admin, other) | _estate(service) | _duty(admin, other, service)
    return told | _catalogue(admin, other) | SAID


def _work(admin: Person, service: Service) -> dict[str, Any]:
    incident, second = make.incident(by=admin, service=service), make.incident(by=admin)
    actor = make.actor(admin)
    tickets.link(incident.ticket, by=actor, other=second.ticket)
    tickets.watch(incident.ticket, by=actor, person=admin)
    make.comment(incident.ticket, by=actor)
    tickets.keep_draft(incident.ticket, by=actor, body="The log says")
    entry = told("ticket", incident.pk).earliest("pk").pk
    tickets.pin(incident.ticket, by=actor, entry=entry)
    elsewhere = make.service()
    incidents.affect(incident, by=actor, service=elsewhere)
    incidents.draft_scales(by=actor, matrix=[1, 1, 2, 2, 3, 4, 3, 4, 5])
    return {
        "tickets": [incident.number],
        "comment": make.comment(incident.ticket).pk,
        "saved_view": tickets.save_view(by=actor, name=f"View {incident.pk}", filters={"assignee": ["me"]}).pk,
        "caller": admin.pk,
        "macro": make.macro(f"Note {incident.pk}", by=admin, order=Order(way="note", body="Seen")).pk,
        "bulk_run": make.bulk_run([incident.ticket], by=admin).pk,
        "time_entry": make.time_entry(incident.ticket, by=admin).pk,
        "number": incident.number,
        "entry": entry,
        "elsewhere": elsewhere.pk,
        "into": second.number,
        "parent": second.number,
        "link": Link.objects.latest("pk").pk,
        "attachment": make.attachment(incident.ticket).pk,
    }


def _people(admin: Person, other: Person) -> dict[str, Any]:
    team = make.team(f"Team of {other.name}", members=(other,))
    make.token(admin)
    return {
        "person": other.pk,
        "people": [other.pk],
        "requester": other.pk,
        "manager": admin.pk,
        "email": f"new{other.pk}@nordwind.example",
        "team": team.pk,
        "owner_team": team.pk,
        "owner": team.pk,
        "role": Role.objects.create(name=f"R{other.pk}", slug=f"r{other.pk}").pk,
        "organisation": admin.organisation_id,
        "source": (source := make.source("ldap")).pk,
        "group_line": people.map_group(source, by=make.actor(admin), group=f"G{other.pk}", team=team).pk,
        "token": ApiToken.objects.filter(person=admin).latest("pk").pk,
        **_oneself(admin),
    }


def _oneself(admin: Person) -> dict[str, Any]:
    """What proves who the administrator is, and where they are signed in."""
    soon, mark = clock.now() + DAY, secrets.token_hex(16)
    session = Session.objects.create(person=admin, session_key=mark, session_data="", expire_date=soon)
    TotpDevice.objects.get_or_create(person=admin, defaults={"secret": "JBSWY3DPEHPK3PXP", "confirmed_at": clock.now()})
    passkey = Passkey.objects.create(person=admin, name="Key", credential_id=mark.encode(), credential=b"key")
    return {"session": sessions.id_of(session), "passkey": passkey.pk, "password": PASSWORD}


def _estate(service: Service) -> dict[str, Any]:
    article = make.article(services=[service])
    reader = make.actor(make.employee())
    said = knowledge.rate(article, by=reader, is_helpful=False, comment="Which button?")
    return {
        "article": article.pk,
        "media": make.picture(article).pk,
        "feedback": said.pk,
        "service": service.pk,
        "services": [service.pk],
        "other": make.service().pk,
        **related(),
        "hours": make.hours().pk,
        "window": make.maintenance(service).pk,
        "maintenance_plan": make.maintenance_plan(service).pk,
        "freeze": make.freeze(starts_at=clock.now() + timedelta(days=300)).pk,
        "supplier": (supplier := make.supplier()).pk,
        "supplier_contact": make.supplier_contact(supplier).pk,
        "contract": (contract := make.contract(supplier, owner=make.admin(), on=service)).pk,
        "contract_document": make.contract_document(contract).pk,
        **_software(),
        **_told_of_sign_ins(),
        **_reclaiming(),
        **_audits(),
        **_licensed(),
        **_bought(),
        **held(),
        **ruled(),
        **altered(),
    }


def _bought() -> dict[str, Any]:
    """An order of which one has come, and its invoice."""
    order = make.order(2)
    line = order.lines.get()
    purchasing.receive(order, by=CLOCK, came=[purchasing.Came(line=line.pk, quantity=1)])
    reconciling.look_due()
    rule = reconciling.save_rule(by=CLOCK, kind="orphan")
    found = Finding.objects.open().order_by("pk").first()
    return {"finding": found.pk, "finding_rule": rule.pk, "until": str(clock.now().date() + 9 * DAY)} | {
        "purchase": order.pk,
        "order_line": line.pk,
        "invoice": make.invoice(order).pk,
    }


def _software() -> dict[str, Any]:
    """A product, a title that nobody knows, one that is set aside, and a person's rule."""
    item = make.item()
    aside, waits = make.reading(f"Quill Driver {item.pk}", item), make.reading(f"Quill Ledger {item.pk}", item)
    licences.set_aside(aside, by=CLOCK, reason="A driver")
    product = make.product(f"Ledger {item.pk}")
    rule = licences.add_rule(by=CLOCK, product=product, name=f"ledger {item.pk}*")
    return {
        "software_product": product.pk,
        "product": product.pk,
        "software_title": waits.pk,
        "aside": aside.pk,
        "software_rule": rule.pk,
    }


def _told_of_sign_ins() -> dict[str, Any]:
    """A log that tells of an application nobody knows and of one that is set aside, and a group that means seats."""
    number = Product.objects.count()
    waits, aside = make.application(f"Quill Board {number}"), make.application(f"Quill Wiki {number}")
    licences.set_application_aside(aside, by=CLOCK, reason="Our own")
    line = licences.add_seat_group(make.group(f"Draws {number}"), by=CLOCK, product=make.product(f"Draws {number}"))
    return {
        "sign_in_log": waits.log_id,
        "software_application": waits.pk,
        "aside_application": aside.pk,
        "seat_group": line.pk,
        "seat_group_name": make.group(f"Paints {number}").name,
    }


def _audits() -> dict[str, Any]:
    """An audit that is planned, one that runs, one in which all is decided, and one that is signed off."""
    admin = make.admin()
    planned, running = make.audit(owner=admin, is_started=False), make.audit(owner=admin)
    decided, signed = make.audit(owner=admin), make.audit(owner=admin)
    for campaign in (decided, signed):
        licences.decide(campaign, list(campaign.lines.values_list("pk", flat=True)), by=CLOCK, verdict="confirm")
    licences.sign_off(signed, by=CLOCK)
    return {
        "licence_audit": running.pk,
        "audit_lines": list(running.lines.values_list("pk", flat=True)),
        "audit_planned": planned.pk,
        "audit_decided": decided.pk,
        "audit_signed": signed.pk,
        "audit_evidence": signed.evidence.first().pk,
        "audit_verdict": "confirm",
        "audit_due_on": "2190-01-01",
        "audit_reviewer": make.ana().pk,
    }


def _reclaiming() -> dict[str, Any]:
    """Somebody left with a seat for which there is a way, and somebody moved."""
    case, moved = make.reclaim_case(), make.reclaim_case(moved=True)
    line = case.reclaims.get()
    return {
        "reclaim_case": case.pk,
        "reclaim": line.pk,
        "reclaim_asked": moved.reclaims.get().pk,
        "reclaim_way": make.way(line.seat.product, make.connection()).pk,
        "way_parameters": {"act": "deactivate", "user_name": "eva"},
        "way_action": "scim_user",
    }


def _licensed() -> dict[str, Any]:
    """Ten seats of a product, one of them taken, with a key; a position; and a file that was handed in."""
    product = make.product(f"Studio {Product.objects.count()}")
    one = make.entitlement(product, metric="seat", contract=make.contract(owner=make.admin()))
    key = licences.add_key(one, by=CLOCK, label="Main", secret="AAAA-BBBB")
    make.reckoned(product)
    return {
        "entitlement": one.pk,
        "licence_key": key.pk,
        "entitlement_document": make.entitlement_document(one).pk,
        "seat": make.seat(product, make.employee()).pk,
        "seat_product": product.pk,
        "products": [make.product(f"Draw {product.pk}").pk],
        "used_on": str(clock.now().date()),
    }


def _catalogue(admin: Person, other: Person) -> dict[str, Any]:
    """An item with a draft, a request of it, what somebody holds, a question that waits for an answer, and a deputy."""
    asks = make.form(make.question("size", required=False))
    item = make.catalogue_item(f"Screen {other.pk}", form=asks, is_kept=True)
    requests.draft_edition(item, by=CLOCK, note="Larger")
    actor, start = make.actor(admin), clock.now() + DAY
    given = requests.open_(by=actor, item=item)
    requests.fulfil(given, by=actor, result="It stands on your desk")
    asked = make.asked(manager=admin, item=make.catalogue_item(f"Storage {other.pk}", approval=[make.manager_stage()]))
    away = approvals.stand_in(by=actor, person=admin, deputy=other, from_at=start, until_at=start + DAY)
    return {
        "shelf": item.category_id,
        "catalogue_item": item.pk,
        "picture": make.item_picture(item).pk,
        "edition": 1,
        "request_number": requests.open_(by=actor, item=item).number,
        "holding": given.holdings.get().pk,
        "approval": Approval.objects.get(ticket=asked.pk).pk,
        "question": make.ballot(asked, admin).pk,
        "deputy": other.pk,
        "stand_in": away.pk,
        "from_at": start.isoformat(),
        "until_at": (start + DAY).isoformat(),
    }


def _duty(admin: Person, other: Person, service: Service) -> dict[str, Any]:
    page, rota, alert = make.page(make.step(admin), by=admin), make.schedule(admin), make.alert()
    oncall.add_layer(rota, by=make.actor(admin), name="On top", people=[other], rhythm=oncall.Rhythm(A_MONDAY))
    return {
        "alert": alert.pk,
        "integration": alert.integration_id,
        "key": alert.integration.keys.latest("pk").pk,
        "route": life.add_route(by=make.actor(admin), name=f"Route {other.pk}").pk,
        "policy": page.escalation.policy_id,
        "plan": make.plan(service=service, roles={"scribe": other}).pk,
        "answered": page.escalation.ticket.service_id,
        "escalation": page.escalation_id,
        "page": page.pk,
        "schedule": rota.pk,
        **_feeds(admin),
        "layer": rota.layers.latest("pk").pk,
        "override": make.override(rota, other).pk,
        **_stand_ins(admin, other, rota),
        "targets": [{"kind": "person", "id": other.pk}],
        "target": make.target(service=service).pk,
        "delivery": make.delivery(admin).pk,
        "endpoint": make.endpoint().pk,
        "connection": make.connection().pk,
        **_mail(),
        **_found(),
        "workspace": make.workspace().pk,
        "action_run": make.action_run(by=make.actor(other), needs_approval=True).pk,
        "procedure": (run := make.run(on=make.ticket(service=service))).procedure_id,
        "tie": automation.tie(run.procedure, by=make.actor(admin), item_class=make.item_class("cloud")).pk,
        "run": run.pk,
        "position": 0,
        **_lessons(service),
        "problem": make.problem().pk,
        "same_problem": make.problem().pk,
        **_law(admin),
        "method": make.method(admin).pk,
        "failed_job": make.dead_letter(),
        **judged(service),
        **_words(admin),
    }


def _feeds(admin: Person) -> dict[str, int]:
    oncall.issue_feed(admin, by=make.actor(admin))
    return {"feed": Feed.objects.filter(owner=admin).latest("pk").pk, "change_feed": make.change_feed(admin).pk}


def _words(admin: Person) -> dict[str, Any]:
    """A message to an audience, and an announcement on a status page."""
    words = make.announcement(make.component(make.status_page()), by=make.actor(make.ana()))
    Template.objects.filter(phase="first", is_outside=False, language="en").delete()  # so that one can be made
    message = make.message(by=make.actor(admin))
    return {
        "audience": make.audience().pk,
        "template": Template.objects.first().pk,
        "message": message.pk,
        "incident": message.ticket.number,
        "status_page": words.page_id,
        "component": words.page.components.get().pk,
        "announcement": words.pk,
        "update": words.updates.get().pk,
    }


def _mail() -> dict[str, Any]:
    """A mailbox that is fetched, a mail whose sender waits, a rule."""
    number = Mailbox.objects.count()
    box = make.mailbox(f"box{number}@nordwind.example", way="imap")
    return {
        "mailbox": box.pk,
        "mail": make.mail(letter(sender="joe@nowhere.example"), to=box).pk,
        "sender_rule": correspondence.set_rule(by=CLOCK, pattern=f"@x{number}.example", act="wait").pk,
        "pattern": "@new.example",
    }


def _found() -> dict[str, Any]:
    """A gateway with an inventory that was refused, and two items that are in doubt."""
    number = Gateway.objects.count()
    gateway = make.gateway(f"Gateway {number}")
    refused = discovery.keep_refused(gateway, b"nothing", why="It is damaged.", size=7)
    names = {"gateway": gateway.pk, "inventory": refused.pk, "networks": ["10.0.0.0/8"], "every_hours": 12}
    scan = make.scan(make.scan_job(f"Job {number}", targets=(f"10.77.{number}.0/24",)))
    names |= {"open_network": make.open_network(f"10.77.{number}.0/24").pk, "discovery_job": scan.job_id}
    names |= {"scan_targets": scan.job.targets}
    return names | {"discovery_run": scan.pk, "doubt": make.doubt(f"WORLD-{number}").pk}


def _lessons(service: Service) -> dict[str, Any]:
    """A review that is being written, and what follows from it."""
    review = make.major(service=service)
    first = make.cause(review, "factor", "Memory ran out")
    second = make.cause(review, led_to=first)
    entry = reviews.add_entry(review, by=CLOCK, at=clock.now(), text="The provider called")
    reviews.add_participant(review, by=CLOCK, person=make.bo())
    suggestion = problems.suggest(by=CLOCK, key=f"fault:{review.pk}", title="Again", why="3 times", tickets=[])
    return {
        "review": review.pk,
        "node": second.pk,
        "effect": first.pk,
        "which": entry.pk,
        "at": entry.at.isoformat() if entry.at else "",
        "participant": make.bo().pk,
        "corrective_action": make.action(review).pk,
        "preventive_task": make.preventive_task().pk,
        "suggestion": suggestion.pk if suggestion else 0,
    }


def _stand_ins(admin: Person, other: Person, rota: Schedule) -> dict[str, Any]:
    """A shift that the admin is asked to take, another about which nobody was asked yet, and somebody away."""
    start, by = clock.now() + timedelta(days=3), make.actor(other)
    cover = oncall.ask_cover(rota, by=by, person=other, starts_at=start, ends_at=start + DAY, asked=admin)
    away = oncall.add_absence(other, by=by, starts_on=start.date() + 5 * DAY, ends_on=start.date() + 6 * DAY)
    later = {"shift_starts_at": (start + 2 * DAY).isoformat(), "shift_ends_at": (start + 3 * DAY).isoformat()}
    return {"cover": cover.pk, "absence": away.pk, **later}


def _law(admin: Person) -> dict[str, Any]:
    """An obligation of which more can be told, and a report that has to be made."""
    incident, by = make.incident(by=admin), make.actor(admin)
    aware_at = incident.ticket.opened_at
    first = regulations.start(incident.ticket, by=by, regime="gdpr", aware_at=aware_at)
    regulations.report(first.reports.get(stage="authority"), by=by, text="Lost.", to="DPA")
    second = regulations.start(incident.ticket, by=by, regime="nis2", aware_at=aware_at)
    return {"obligation": first.pk, "report": second.reports.get(stage="final").pk, "aware_at": aware_at.isoformat()}
