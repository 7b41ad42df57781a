"""What files of items look like: our own, and those of other programs, as data. Titles of CSV exports and of APIs.

NetBox: its REST API and the CSV export of its tables; GLPI: the CSV of a search and the REST API with
``expand_dropdowns``; Snipe-IT: its hardware API and its CSV report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import DECIDED_COLUMNS, MEANINGS, TOLD_COLUMNS, RelationKind

OWN, VALUE, BACK = "items", "values.", "back."
"""What the fields of attributes begin with, and those of relations that end here."""
FIELDS = ("number", "state", *TOLD_COLUMNS, *DECIDED_COLUMNS)
ENDS = ("from_item", "kind", "to_item")
TIES = (*RelationKind.values, *(f"{BACK}{kind}" for kind in RelationKind.values))


@dataclass(frozen=True)
class Format:
    """A sort of file. ``columns``: titles in small letters, and what such a column holds.

    ``cls``: what its lines are when no column says so; ``classes`` and ``states``: what other programs call them;
    ``prefix``: what their identifiers begin with here.
    """

    label: Any
    columns: Mapping[str, str] = field(default_factory=dict)
    cls: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    kind: str = ""
    are_relations: bool = False

    def guessed(self, header: Iterable[str]) -> dict[str, str]:
        """What each column holds, as far as its title tells; no field twice from titles alike."""
        return {title: meant for title in header if (meant := self._meant(title))}

    def in_order(self, mapping: Mapping[str, str]) -> dict[str, str]:
        """A mapping in which of columns for one field the one that says most comes first: the rack before the site."""
        order = {title: place for place, title in enumerate(self.columns)}
        return dict(sorted(mapping.items(), key=lambda pair: (order.get(_plain(pair[0]), len(order)), pair[0])))

    def fields(self) -> list[str]:
        """What a column of such a file can hold, attributes of classes aside."""
        return [*ENDS] if self.are_relations else [*FIELDS, *TIES]

    def _meant(self, title: str) -> str:
        plain = _plain(title)
        under = plain.replace(" ", "_")
        if plain in self.columns:
            return self.columns[plain]
        if under in self.fields() or (under.startswith(VALUE) and not self.are_relations):
            return under
        return _COMMON.get(plain, "") if not self.are_relations else ""


def _plain(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip().lower()


_COMMON = {
    "class": "cls", "item class": "cls", "item_class": "cls", "type": "cls", "serial number": "serial",
    "identifier elsewhere": "external_id", "owner": "owner_person", "owner team": "owner_team", "team": "owner_team",
    "who has it": "user", "place": "location", "cost center": "cost_centre", "bought": "bought_on",
    "purchase date": "bought_on", "price in euro": "price", "order": "order_number",
    "warranty ends": "warranty_ends_on",
    "bezeichnung": "name", "gerätename": "name", "inventarnummer": "asset_tag", "inventarnr.": "asset_tag",
    "klasse": "cls", "art": "cls", "typ": "cls", "geräteart": "cls", "seriennummer": "serial", "serien-nr.": "serial",
    "hersteller": "manufacturer", "modell": "model", "benutzer": "user", "nutzer": "user", "besitzer": "owner_person",
    "verantwortlich": "owner_person", "standort": "location", "ort": "location", "raum": "location",
    "lieferant": "supplier", "kostenstelle": "cost_centre", "kaufdatum": "bought_on", "gekauft am": "bought_on",
    "anschaffungsdatum": "bought_on", "preis": "price", "kaufpreis": "price", "anschaffungskosten": "price",
    "bestellnummer": "order_number", "garantie bis": "warranty_ends_on", "garantieende": "warranty_ends_on",
    "zustand": "state", "status": "state",
}  # fmt: skip
_DEVICES = {
    "switch": "network_device", "access switch": "network_device", "core switch": "network_device",
    "distribution switch": "network_device", "router": "network_device", "firewall": "network_device",
    "load balancer": "network_device", "access point": "network_device", "wireless ap": "network_device",
    "storage": "storage", "printer": "printer", "pdu": "peripheral", "server": "server", "hypervisor": "server",
    "laptop": "laptop", "notebook": "laptop", "laptops": "laptop", "desktop": "desktop", "desktops": "desktop",
    "tower": "desktop", "phone": "phone", "mobile phones": "phone", "mobile phone": "phone", "voip phones": "phone",
    "tablet": "phone", "tablets": "phone", "display": "peripheral", "displays": "peripheral", "monitor": "peripheral",
    "monitors": "peripheral", "servers": "server", "networking": "network_device", "drucker": "printer",
    "rechner": "desktop", "arbeitsplatzrechner": "desktop", "bildschirm": "peripheral", "handy": "phone",
    "telefon": "phone", "smartphone": "phone", "standort": "location",
}  # fmt: skip
_LIVES = {
    "active": "in_use", "staged": "in_stock", "inventory": "in_stock", "planned": "ordered", "in use": "in_use",
    "deployed": "in_use", "deployable": "in_stock", "ready to deploy": "in_stock", "in stock": "in_stock",
    "pending": "ordered", "ordered": "ordered", "production": "in_use", "reserved": "in_stock", "available": "in_use",
    "in betrieb": "in_use", "in benutzung": "in_use", "lager": "in_stock", "im lager": "in_stock",
    "bestellt": "ordered",
}  # fmt: skip
FORMATS: Mapping[str, Format] = {
    OWN: Format(_("Items (CSV)"), classes=_DEVICES, states=_LIVES),
    "relations": Format(
        _("Relations (CSV)"), {"from": "from_item", "relation": "kind", "to": "to_item", "other": "to_item"},
        are_relations=True,
    ),
    "netbox_devices": Format(
        _("NetBox: devices"),
        {
            "id": "external_id", "name": "name", "serial": "serial", "serial number": "serial",
            "asset_tag": "asset_tag", "asset tag": "asset_tag", "status.value": "state", "status": "state",
            "role.name": "cls", "device_role.name": "cls", "role": "cls",
            "device_type.manufacturer.name": "manufacturer", "manufacturer": "manufacturer",
            "device_type.model": "model", "type": "model", "device type": "model", "rack.name": "location",
            "rack": "location", "site.name": "location", "site": "location", "tenant.name": "cost_centre",
            "tenant": "cost_centre", "primary_ip4.address": "values.management_ip",
            "primary_ip.address": "values.management_ip", "ip address": "values.management_ip",
            "platform.name": "values.os", "platform": "values.os", "position": "values.rack_position",
        },
        cls="server", classes=_DEVICES, states=_LIVES, prefix="netbox:device:",
    ),
    "netbox_sites": Format(
        _("NetBox: sites"),
        {
            "id": "external_id", "name": "name", "physical_address": "values.street",
            "physical address": "values.street", "region.name": "values.city", "region": "values.city",
        },
        cls="location", prefix="netbox:site:",
    ),
    "netbox_racks": Format(
        _("NetBox: racks"),
        {
            "id": "external_id", "name": "name", "site.name": "location", "site": "location", "serial": "serial",
            "serial number": "serial", "asset_tag": "asset_tag", "asset tag": "asset_tag",
            "u_height": "values.height_units", "height": "values.height_units", "status.value": "state",
        },
        cls="rack", states=_LIVES, prefix="netbox:rack:",
    ),
    "netbox_addresses": Format(
        _("NetBox: IP addresses"),
        {
            "id": "external_id", "address": "name", "ip address": "name", "dns_name": "values.dns_name",
            "dns name": "values.dns_name", "assigned_object.device.name": "back.connects_to",
            "assigned_object.virtual_machine.name": "back.connects_to", "parent": "back.connects_to",
        },
        cls="address", prefix="netbox:ip:",
    ),
    "netbox_cables": Format(
        _("NetBox: cables"),
        {
            "a_terminations.0.object.device.name": "from_item", "b_terminations.0.object.device.name": "to_item",
            "device a": "from_item", "device b": "to_item",
        },
        kind=RelationKind.CONNECTS_TO, are_relations=True,
    ),
    "glpi_computers": Format(
        _("GLPI: computers"),
        {
            "id": "external_id", "name": "name", "serial": "serial", "serial number": "serial",
            "otherserial": "asset_tag", "inventory number": "asset_tag", "manufacturers_id": "manufacturer",
            "manufacturer": "manufacturer", "manufacturers": "manufacturer", "computermodels_id": "model",
            "model": "model", "models": "model", "computertypes_id": "cls", "type": "cls", "types": "cls",
            "states_id": "state", "status": "state", "locations_id": "location", "location": "location",
            "locations": "location", "uuid": "values.uuid", "contact": "values.last_user",
            "alternate username": "values.last_user", "operating system - name": "values.os",
            "operating system - version": "values.os_version", "components - processor": "values.cpu",
        },
        cls="computer", classes=_DEVICES, states=_LIVES, prefix="glpi:computer:",
    ),
    "snipe_it": Format(
        _("Snipe-IT: hardware"),
        {
            "id": "external_id", "name": "name", "asset name": "name", "asset_tag": "asset_tag",
            "asset tag": "asset_tag", "serial": "serial", "model.name": "model", "model": "model",
            "category.name": "cls", "category": "cls", "manufacturer.name": "manufacturer",
            "manufacturer": "manufacturer", "supplier.name": "supplier", "supplier": "supplier",
            "order_number": "order_number", "order number": "order_number", "location.name": "location",
            "location": "location", "status_label.name": "state", "status": "state",
            "assigned_to.email": "user", "purchase_date.date": "bought_on", "purchase date": "bought_on",
            "purchase_cost": "price", "purchase cost": "price", "warranty_expires.date": "warranty_ends_on",
            "warranty expires": "warranty_ends_on",
        },
        cls="other", classes=_DEVICES, states=_LIVES, prefix="snipe-it:asset:",
    ),
}  # fmt: skip


def label_of(target: str) -> str:
    """A relation's field in words: as it is read from the line's own item."""
    kind = target.removeprefix(BACK)
    meaning = MEANINGS[kind]
    return str(meaning.backwards if target.startswith(BACK) else meaning.forwards)
