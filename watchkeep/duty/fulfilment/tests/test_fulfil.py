"""Requests that come true by themselves, against a real directory and real object storage."""

from datetime import timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer

from testing import make
from testing.carrying import work
from testing.harness import told
from testing.openldap import GROUPS, OPERATOR, PASSWORD, dn_of, openldap
from watchkeep.duty.automation import life as automation
from watchkeep.duty.automation.models import Procedure, Run, RunStep
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.fulfilment import life, queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import CatalogueItem, Holding, Request


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with openldap(tmp_path_factory.mktemp("slapd") / "ldap") as running:
        yield running


@pytest.fixture(scope="module")
def cloud():
    running = ThreadedMotoServer(port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host.replace('0.0.0.0', '127.0.0.1')}:{port}"
    running.stop()


@pytest.fixture
def directory(server):
    AllowedNetwork.objects.get_or_create(network="127.0.0.0/8", defaults={"reason": "Tests"})
    return make.connection(
        "ldap", name="Directory", url=server.url, starttls=False, base="dc=nordwind,dc=example", user=OPERATOR,
        password=PASSWORD,
    )  # fmt: skip


@pytest.fixture
def storage(cloud):
    AllowedNetwork.objects.get_or_create(network="127.0.0.0/8", defaults={"reason": "Tests"})
    return make.connection("s3", name="Object storage", endpoint=cloud, access_key="key-of-tests", secret_key="secret")


def order(slug, person, **answers):
    item = CatalogueItem.objects.get(slug=slug)
    proof = make.proof(person) if item.needs_proof else ""
    made = requests.open_(by=make.actor(person), item=item, answers=answers, proof=proof)
    work()
    return Request.objects.get(pk=made.pk)


def fresh(request):
    return Request.objects.get(pk=request.pk)


@pytest.mark.slow
def test_a_locked_account_is_unlocked_and_nobody_was_asked(server, directory):
    ines = make.person("Ines", roles=("employee",), email="ines@nordwind.example")
    server.person("ines", password="right-password")
    for _ in range(3):
        server.opens("ines", "wrong")
    request = order("unlock-account", ines)
    assert (request.state, "ines is unlocked" in request.result) == ("resolved", True)
    assert server.opens("ines", "right-password")


@pytest.mark.slow
def test_storage_is_made_once_the_manager_agrees_and_stands_on_record(storage, cloud):
    karim = make.asker("Karim", manager=make.ana())
    request = order("cloud-storage", karim, project="Atlas Nord")
    assert request.state == "waiting"
    make.approve(request)
    work()
    request = fresh(request)
    assert (request.state, f"{cloud}/atlas-nord-{request.number.lower()}" in request.result) == ("resolved", True)
    keys = {"aws_access_key_id": "key-of-tests", "aws_secret_access_key": "secret"}
    s3, name = boto3.client("s3", endpoint_url=cloud, **keys), f"atlas-nord-{request.number.lower()}"
    assert name in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    holding = Holding.objects.had().get(person=karim)
    assert (holding.item.slug, queries.came_true(request.ticket.opened_at, unaided=True).count()) == (
        "cloud-storage",
        1,
    )
    requests.give_back(holding, by=make.actor(karim))
    work()
    assert name not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
    assert (Run.objects.get(ticket=request.pk).state, fresh(request).state) == ("undone", "resolved")


@pytest.mark.slow
def test_what_was_done_is_taken_back_when_a_later_step_fails(server, directory):
    server.person("karim")
    server.group("atlas")
    parameters = {"act": "join", "account": "{{ requester.login }}", "group": "atlas"}
    join = make.doing("join", action=automation.Act(name="ldap_group", connection="Directory", parameters=parameters))
    wrong = {"act": "unlock", "account": "nobody-of-this-name"}
    fail = make.doing(
        "unlock", on_failure="undo",
        action=automation.Act(name="ldap_account", connection="Directory", parameters=wrong),
    )  # fmt: skip
    plan = make.procedure(join, fail, kind="fulfil")
    item = make.catalogue_item("Two things")
    life.set_plan(item, by=CLOCK, procedure=plan)
    karim = make.person("Karim", roles=("employee",), email="karim@nordwind.example")
    request = order(item.slug, karim)
    steps = list(RunStep.objects.filter(run__ticket=request.pk).order_by("position").values_list("state", flat=True))
    assert (steps, Run.objects.get(ticket=request.pk).state) == (["undone", "failed"], "undone")
    assert dn_of("karim") not in server.search("(cn=atlas)")[f"cn=atlas,{GROUPS}"]["member"]
    assert (request.is_open, told("ticket", request.pk, "request")[-1]) == (True, "request.left_to_people")


def test_without_its_connection_a_plan_is_left_to_people():
    request = order("unlock-account", make.employee())
    assert (request.state, told("ticket", request.pk, "request")[-1]) == ("new", "request.left_to_people")
    assert queries.items_without_machine()["Unlock my account"] == ["Directory"]


def test_what_people_do_waits_for_them_step_by_step():
    request = order("new-starter", make.employee(), name="Lea", starts="2027-01-04", leader=make.ana().pk)
    run = Run.objects.get(ticket=request.pk)
    assert (request.state, run.state) == ("in_progress", "running")
    for place in range(4):
        automation.finish_step(RunStep.objects.get(run=run, position=place), by=make.actor(make.manager()))
    work()
    assert (fresh(request).state, fresh(request).result) == ("resolved", "Everything is ready for Lea.")


def test_an_order_that_is_taken_back_ends_its_plan():
    eve = make.employee()
    request = order("new-starter", eve, name="Lea", starts="2027-01-04", leader=make.ana().pk)
    requests.withdraw(request, by=make.actor(eve))
    assert Run.objects.get(ticket=request.pk).state == "cancelled"


def test_every_item_of_the_house_can_be_ordered_and_has_its_plan():
    items = CatalogueItem.objects.filter(is_builtin=True)
    assert items.count() == 11
    assert all(item.is_offered and queries.plan_of(item.pk) for item in items)


def test_only_a_fulfilment_plan_is_one_and_only_managers_choose():
    item = make.catalogue_item()
    runbook = Procedure.objects.filter(kind="runbook").first()
    with pytest.raises(Refused) as no:
        life.set_plan(item, by=CLOCK, procedure=runbook)
    assert no.value.field == "procedure"
    with pytest.raises(NotAllowed):
        life.set_plan(item, by=make.actor(make.ana()), procedure=None)


def test_what_is_given_back_is_taken_back_step_by_step_by_whoever_did_it():
    eve, by = make.employee(), make.actor(make.manager())
    plan = make.procedure(make.doing("hand-out", undo="Put it back on the shelf."), kind="fulfil")
    item = make.catalogue_item("A drill", is_kept=True)
    life.set_plan(item, by=CLOCK, procedure=plan)
    request = order(item.slug, eve)
    step = RunStep.objects.get(run__ticket=request.pk)
    automation.finish_step(step, by=by)
    work()
    requests.give_back(Holding.objects.had().get(person=eve), by=make.actor(eve))
    work()
    assert (Run.objects.get().state, told("ticket", request.pk, "request")[-1]) == (
        "undoing", "request.left_to_people",
    )  # fmt: skip
    automation.undo_step(RunStep.objects.get(pk=step.pk), by=by)
    work()
    assert (Run.objects.get().state, fresh(request).state) == ("undone", "resolved")


def test_what_no_plan_gave_is_taken_in_by_people():
    eve = make.employee()
    request = make.request(requester=eve, item=make.catalogue_item("A lamp", is_kept=True))
    requests.fulfil(request, by=CLOCK, result="There.")
    requests.give_back(Holding.objects.get(), by=make.actor(eve))
    work()
    assert told("ticket", request.pk, "request")[-1] == "request.left_to_people"


def test_what_came_true_is_counted_with_and_without_anybodys_hands():
    request = order("new-starter", make.employee(), name="Lea", starts="2027-01-04", leader=make.ana().pk)
    for place in range(4):
        automation.finish_step(
            RunStep.objects.get(run__ticket=request.pk, position=place), by=make.actor(make.manager())
        )
    since = clock.now() - timedelta(days=1)
    assert (queries.came_true(since).count(), queries.came_true(since, unaided=True).count()) == (1, 0)
