"""Subscriptions as Resource Graph tells of them, in the documented shapes, on loopback."""

import json
from urllib.parse import parse_qs

import pytest

from testing import make
from watchkeep.doors.integrations.cloud import asking
from watchkeep.doors.integrations.cloud.tests.loopback import Loopback
from watchkeep.doors.integrations.cloud.tests.test_aws import looked
from watchkeep.estate.assets.models import Item, Relation
from watchkeep.estate.discovery import life
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db
SUB = "/subscriptions/1111-2222"
VM = f"{SUB}/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/web"
VM_ID = "5c1f0a3e-9a01-4be2-9d5e-8d2f2f3b1c77"


def resource(path, sort, **properties):
    return {
        "id": f"{SUB}/resourceGroups/shop/providers/{path}", "name": path.rpartition("/")[2], "type": sort.lower(),
        "location": "westeurope", "resourceGroup": "shop", "subscriptionId": "1111-2222",
        "tags": {"env": "prod"}, "sku": None, "properties": properties,
    }  # fmt: skip


THINGS = [
    resource("Microsoft.Compute/virtualMachines/web", "Microsoft.Compute/virtualMachines", vmId=VM_ID,
             hardwareProfile={"vmSize": "Standard_B2s"}, storageProfile={"osDisk": {"osType": "Linux"}}),
    resource("Microsoft.DBforPostgreSQL/flexibleServers/orders", "Microsoft.DBforPostgreSQL/flexibleServers",
             version="16"),
    resource("Microsoft.Storage/storageAccounts/receipts", "Microsoft.Storage/storageAccounts"),
    {"id": 7, "tags": "none"},
]  # fmt: skip
NICS = [{"id": "n", "name": "web-nic", "properties": {
    "macAddress": "00-0D-3A-11-22-33", "virtualMachine": {"id": VM},
    "ipConfigurations": [{"properties": {"privateIPAddress": "10.4.0.4"}}],
}}]  # fmt: skip


class Azure:
    """Sign-in and Resource Graph, with pages of two; ``slow`` times it asks for patience first."""

    def __init__(self, error="", slow=0):
        self.error, self.slow, self.asked = error, slow, []

    def __call__(self, _method, path, headers, body):
        if path.endswith("/oauth2/v2.0/token"):
            form = parse_qs(body.decode())
            assert (form["grant_type"], form["client_secret"]) == (["client_credentials"], ["secret-of-tests"])
            if self.error:
                return 401, {"error": "invalid_client", "error_description": f"{self.error}: no."}
            return 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": "t" * 2000}
        assert headers["Authorization"] == f"Bearer {'t' * 2000}"
        if self.slow:
            self.slow -= 1
            return 429, {"error": {"code": "RateLimiting"}}
        told = json.loads(body)
        self.asked.append(told)
        if "networkinterfaces' |" in told["query"] and told["query"].startswith("resources | where type =~"):
            return 200, {"data": NICS}
        if told["query"].startswith("resourcecontainers"):
            return 200, {"data": [{"id": SUB, "name": "Shop"}]}
        at = int(told["options"].get("$skipToken", 0))
        more = {"$skipToken": str(at + 2)} if at + 2 < len(THINGS) else {}
        return 200, {"totalRecords": len(THINGS), "data": THINGS[at : at + 2], **more}


def job(server, **more):
    make.open_network("127.0.0.0/8")
    given = {
        "tenant": "shop.example", "client_id": "app", "client_secret": "secret-of-tests",
        "subscriptions": ["1111-2222"], "login": server.url, "management": server.url,
    }  # fmt: skip
    return life.add_job(by=CLOCK, kind="azure", name="Azure", given=given | more)


def test_subscriptions_are_in_the_register_page_by_page_also_when_asked_for_patience(monkeypatch):
    monkeypatch.setattr(asking, "LONGEST_WAIT", 0.01)
    make.found(make.machine("agent", serial="", uuid=VM_ID, kind="virtual_machine"))
    azure = Azure(slow=2)
    with Loopback(azure) as server:
        one = job(server)
        run, again = looked(one), looked(one)
    assert (run.state, run.why, run.new, again.new, again.changed) == ("done", "", 3, 0, 0)
    assert {tuple(told["subscriptions"]) for told in azure.asked} == {("1111-2222",)}
    items = {item.name: item for item in Item.objects.filter(merged_into=None).select_related("cls")}
    machine = Item.objects.get(cls__slug="virtual_machine", merged_into=None)
    assert (machine.name, machine.values["ips"]) == ("web", ["10.4.0.4"])  # the agent's machine is the cloud's
    assert (items["orders"].cls.slug, items["orders"].values["version"]) == ("database", "16")
    assert (items["receipts"].cls.slug, items["receipts"].values["tags"]) == ("cloud", ["env=prod"])
    hangs = {(row.from_item.name, row.kind, row.to_item.name) for row in Relation.objects.open()}
    assert {("web", "part_of", "Azure Shop"), ("orders", "runs_on", "Azure Shop")} <= hangs


@pytest.mark.parametrize(
    ("error", "words"),
    [("AADSTS7000222", "has expired"), ("AADSTS7000215", "is wrong"), ("AADSTS1", "does not accept the credentials")],
)
def test_credentials_that_are_not_taken_are_named_and_nothing_is_written(error, words):
    with Loopback(Azure(error)) as server:
        run = looked(job(server))
    assert (run.state, words in run.why, Item.objects.count()) == ("failed", True, 0)
    assert "secret-of-tests" not in f"{run.why}{run.log}"


def test_one_that_asks_for_patience_for_ever_is_left(monkeypatch):
    monkeypatch.setattr(asking, "LONGEST_WAIT", 0.01)
    with Loopback(Azure(slow=99)) as server:
        run = looked(job(server))
    assert (run.state, "answered 429" in run.why, Item.objects.count()) == ("failed", True, 0)
