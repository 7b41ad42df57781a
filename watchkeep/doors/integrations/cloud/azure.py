"""Subscriptions of Microsoft Azure, by Resource Graph: one query for everything, page by page.

Source: the references of the OAuth 2.0 client credentials flow of Microsoft Entra and of the REST API of Azure Resource
Graph. The identifier of a virtual machine there is the one that its firmware tells an agent on it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from watchkeep.doors.integrations.cloud.asking import Api, Denied, dig, rows, text
from watchkeep.doors.integrations.discovering.ports import CannotLook, Part, Task
from watchkeep.estate.discovery import queries
from watchkeep.estate.discovery.models import Found, Link, Nic

LOGIN, MANAGEMENT = "https://login.microsoftonline.com", "https://management.azure.com"
GRAPH = "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01"
PAGE, MOST_PAGES, MOST_TAGS = 1000, 2_000, 50
_SUBSCRIPTIONS = (
    "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project id, name | order by id"
)
_NICS = "resources | where type =~ 'microsoft.network/networkinterfaces' | project id, name, properties | order by id"
_THINGS = (
    "resources | where type !endswith '/extensions' and type !~ 'microsoft.network/networkinterfaces'"
    " | project id, name, type, location, resourceGroup, subscriptionId, tags, sku, properties | order by id"
)
_DATABASES = (
    "microsoft.sql/servers/databases", "microsoft.sql/managedinstances", "microsoft.dbforpostgresql/flexibleservers",
    "microsoft.dbformysql/flexibleservers", "microsoft.documentdb/databaseaccounts", "microsoft.cache/redis",
)  # fmt: skip
_WRONG = {
    "AADSTS7000222": "The client secret has expired.",
    "AADSTS7000215": "The client secret is wrong.",
    "AADSTS700016": "There is no such application in this tenant.",
    "AADSTS90002": "There is no such tenant.",
}


def look(task: Task) -> Generator[Part, None, None]:
    """Every resource, as a machine, a database, a cluster or whatever else it is."""
    settings = task.settings
    api = Api(task, settings.management or MANAGEMENT, bearer=_token(task))
    try:
        homes = {text(one, "id").lower(): _home(one) for one in _every(api, task, _SUBSCRIPTIONS)}
        if not homes:
            raise CannotLook("The application may read no subscription: give it the role Reader.")
        yield Part(found=[*homes.values()], doing="subscriptions", done=5)
        nics = _nics(_every(api, task, _NICS))
        done = 10
        for page in _pages(api, task, _THINGS):
            found = [thing for one in page if (thing := _thing(one, homes, nics))]
            done = min(99, done + 1)
            yield Part(found=found, doing="resources", done=done)
    except Denied as no:
        raise CannotLook(str(no)) from no


def _token(task: Task) -> str:
    """A token for an hour. Raises CannotLook, in words, when the credentials are not taken."""
    settings = task.settings
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.client_id,
        "client_secret": settings.client_secret,
        "scope": f"{MANAGEMENT}/.default",
    }
    reply = Api(task, settings.login or LOGIN).send_form(
        f"/{settings.tenant}/oauth2/v2.0/token", urlencode(form).encode()
    )
    try:
        told = msgspec.json.decode(reply.body, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise CannotLook(f"Azure's sign-in answered {reply.status}, and no JSON.") from error
    if (token := told.get("access_token")) and isinstance(token, str):
        return token
    said = text(told, "error_description")
    known = next((words for code, words in _WRONG.items() if code in said), "")
    raise CannotLook(known or f"Azure does not accept the credentials: {text(told, 'error') or reply.status}.")


def _every(api: Api, task: Task, query: str) -> Iterator[dict[str, Any]]:
    for page in _pages(api, task, query):
        yield from page


def _pages(api: Api, task: Task, query: str) -> Iterator[list[dict[str, Any]]]:
    options: dict[str, Any] = {"resultFormat": "objectArray", "$top": PAGE}
    asked: dict[str, Any] = {"query": query, "options": options}
    if task.settings.subscriptions:
        asked["subscriptions"] = list(task.settings.subscriptions)
    for _page in range(MOST_PAGES):
        told = api.post(GRAPH, asked)
        yield rows(told, "data")
        if not (more := dig(told, "$skipToken")) or not isinstance(more, str):
            return
        options["$skipToken"] = more
    raise CannotLook("Resource Graph has no end.")


def _home(one: Mapping[str, Any]) -> Found:
    name, ident = text(one, "name"), text(one, "id").lower()
    number = ident.rpartition("/")[2]
    told = {"provider": "Azure", "account": number, "resource_type": "Subscription", "resource_id": number}
    return Found(key=ident, kind="cloud", name=f"Azure {name or number}", cloud_id=ident, attributes=told, links=())


def _nics(told: Iterator[dict[str, Any]]) -> dict[str, list[Nic]]:
    """The network cards of each machine."""
    found: dict[str, list[Nic]] = {}
    for one in told:
        machine = text(one, "properties", "virtualMachine", "id").lower()
        mac = text(one, "properties", "macAddress").replace("-", ":").lower()
        private = [text(each, "properties", "privateIPAddress") for each in rows(one, "properties", "ipConfigurations")]
        if machine:
            name = text(one, "name")
            kind = queries.kind_of_nic(name, mac)
            nic = Nic(name=name, mac=mac, addresses=tuple(filter(None, private)), kind=kind)
            found.setdefault(machine, []).append(nic)
    return found


def _thing(one: Mapping[str, Any], homes: Mapping[str, Found], nics: Mapping[str, list[Nic]]) -> Found | None:
    ident, sort = text(one, "id").lower(), text(one, "type").lower()
    if not ident or not sort:
        return None
    home = homes.get(f"/subscriptions/{text(one, 'subscriptionId').lower()}")
    mine = tuple(nics.get(ident, ()))
    kind = _kind(sort)
    tags = dig(one, "tags")
    told = {
        "provider": "Azure",
        "account": text(one, "subscriptionId"),
        "region": text(one, "location"),
        "resource_type": text(one, "sku", "name") or text(one, "properties", "hardwareProfile", "vmSize") or sort,
        "resource_id": ident,
        "resource_group": text(one, "resourceGroup"),
        "os": text(one, "properties", "storageProfile", "osDisk", "osType"),
        "version": text(one, "properties", "version") or text(one, "properties", "kubernetesVersion"),
        "ips": [address for nic in mine for address in nic.addresses],
        "macs": [nic.mac for nic in mine if nic.mac],
        "tags": [f"{key}={value}"[:300] for key, value in sorted(tags.items())[:MOST_TAGS]]
        if isinstance(tags, dict) else [],
    }  # fmt: skip
    link = Link(relation="runs_on" if kind == "database" else "part_of", other=home) if home else None
    return Found(
        key=ident, kind=kind, name=text(one, "name") or ident.rpartition("/")[2], cloud_id=ident,
        uuid=text(one, "properties", "vmId") if kind == "virtual_machine" else "", nics=mine,
        attributes={key: value for key, value in told.items() if value}, links=(link,) if link else (),
    )  # fmt: skip


def _kind(sort: str) -> str:
    if sort == "microsoft.compute/virtualmachines":
        return "virtual_machine"
    if sort == "microsoft.containerservice/managedclusters":
        return "cluster"
    return "database" if sort in _DATABASES else "cloud"
