"""What to ask every address of the API, and with which body: made from the OpenAPI document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from watchkeep.doors.api.door import api

_IMAGES = re.compile("/media|/pictures|/logo")


@dataclass(frozen=True)
class Address:
    """One operation of the document."""

    method: str
    path: str
    details: dict[str, Any]

    @property
    def name(self) -> str:
        return self.details["operationId"]

    @property
    def permission(self) -> str:
        return self.details.get("x-permission", "")

    @property
    def is_list(self) -> bool:
        schema = self.details["responses"].get(200, {}).get("content", {}).get("application/json", {}).get("schema", {})
        return schema.get("$ref", "").endswith("List")

    def of(self, things: dict[str, Any]) -> str:
        """The address of these things."""
        return self.path.format(**self._meant(things))

    def try_(self, program: Any, things: dict[str, Any], **headers: str) -> Any:
        """Ask, and take back what it changed."""
        with transaction.atomic():
            answer = self.ask(program, things, **headers)
            transaction.set_rollback(True)
        return answer

    def ask(self, program: Any, things: dict[str, Any], **headers: str) -> Any:
        """Ask for these things, with a body that fits."""
        if "x-if-match" in self.details:
            headers.setdefault("if_match", "*")
        content = self.details.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n", "image/png")
            bill = SimpleUploadedFile("bom.json", BILL, "application/json") if "/bills-" in self.path else None
            if "/item-imports" in self.path:
                bill = SimpleUploadedFile("a.csv", b"Name,Class\nweb-07,server\n", "text/csv")
            return program.send(self.of(things), picture if _IMAGES.search(self.path) else bill, **headers)
        schema = content.get("application/json", {}).get("schema")
        body = sample(schema, self._meant(things)) if schema else None
        return program.ask(self.method, self.of(things), body, **headers)

    def _meant(self, things: dict[str, Any]) -> dict[str, Any]:
        """The same word means another thing at some addresses."""
        others = {word: things[meant] for at, word, meant in MEANT if at in self.path or at == self.name}
        return things | others


BILL = (
    b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"name": "shop"}},'
    b' "components": [{"name": "zlib"}]}'
)
MEANT = (
    ("/links", "other", "into"),
    ("decide_at_board_meeting", "decision", "board_decision"),
    ("/orders/{order}", "order", "purchase"),
    ("/orders/{order}", "line", "order_line"),
    ("/destructions", "method", "how"),
    ("/requests/{number}", "number", "request_number"),
    ("choose_fulfilment_plan", "procedure", "seen"),
    ("delegate_question", "to", "deputy"),
    ("affect_service", "service", "other"),
    ("attach_contract", "service", "other"),
    ("/identity-sources", "line", "group_line"),
    ("add_seat_group", "group", "seat_group_name"),
    ("take_software_title_up", "software_title", "aside"),
    ("take_software_application_up", "software_application", "aside_application"),
    ("spare_service", "service", "elsewhere"),
    ("unassign_policy", "service", "answered"),
    ("ask_cover", "starts_at", "shift_starts_at"),
    ("ask_cover", "ends_at", "shift_ends_at"),
    ("/watchers", "person", "manager"),
    ("join_team", "person", "manager"),
    ("remove_participant", "person", "participant"),
    ("corrective-actions", "owner", "person"),
    ("/preventive", "owner", "person"),
    ("/upkeep-policies", "owner", "person"),
    ("/reclaims/{reclaim}/keep", "reclaim", "reclaim_asked"),
    ("/reclaims/{reclaim}/take-back", "reclaim", "reclaim_asked"),
    ("set_reclaim_way", "software_product", "reclaim_way"),
    ("set_reclaim_way", "parameters", "way_parameters"),
    ("set_reclaim_way", "action", "way_action"),
    ("plan_licence_audit", "due_on", "audit_due_on"),
    ("plan_licence_audit", "owner", "audit_reviewer"),
    ("decide_licence_audit", "lines", "audit_lines"),
    ("decide_licence_audit", "verdict", "audit_verdict"),
    ("review_licence_product", "reviewer", "audit_reviewer"),
    ("review_licence_product", "licence_audit", "audit_planned"),
    ("start_licence_audit", "licence_audit", "audit_planned"),
    ("sign_licence_audit_off", "licence_audit", "audit_decided"),
    ("/evidence", "licence_audit", "audit_signed"),
    ("take_seat", "product", "seat_product"),
    ("/peak", "on", "used_on"),
    ("discovery-jobs", "targets", "scan_targets"),
    ("set_authority", "order", "trusted"),
    ("begin_stocktake", "place", "counted_place"),
    ("merge_item", "item", "merged"),
    ("merge_item", "other_item", "apart"),
)
"""At which addresses, by a part of the path or a name, which word means what another one means elsewhere."""


@cache
def document() -> dict[str, Any]:
    """The whole OpenAPI document."""
    return dict(api.get_openapi_schema())


def addresses() -> Iterator[Address]:
    """Every operation of the document."""
    for path, methods in document()["paths"].items():
        for method, details in methods.items():
            yield Address(method, path, details)


def sample(schema: dict[str, Any], things: dict[str, Any], name: str = "") -> Any:
    """A value that fits: what is required, by its name, its example or its type."""
    schema = resolved(schema)
    if name in things:
        return things[name]
    for known in ("examples", "enum"):
        if known in schema:
            return schema[known][0]
    if "anyOf" in schema:
        return sample(schema["anyOf"][0], things, name)
    if schema.get("type") == "object":
        return {key: sample(schema["properties"][key], things, key) for key in schema.get("required", [])}
    if schema.get("type") == "array":
        return [sample(schema["items"], things)] * schema.get("minItems", 0)
    return {"integer": schema.get("minimum", 1), "boolean": True}.get(schema.get("type", ""), "words")


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference means."""
    if "$ref" in schema:
        return document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema
