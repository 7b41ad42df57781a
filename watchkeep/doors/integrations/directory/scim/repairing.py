"""Reading what Entra and Okta really send, before the protocol looks at it.

* Entra: ``"active": "False"`` as text, operations in capitals, a manager as a bare id or as a list of one, a person
  without ``emails`` whose ``userName`` is an address.
* Okta: a person without ``displayName``, whose name's parts say it; paths left out and the whole object as value.
"""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
MANAGER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:manager"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
TRUTHS = {"true": True, "false": False}


def person(body: Json, is_active: Callable[[], bool]) -> Json:
    """A whole person, as sent to make or replace one; ``is_active`` says what holds when it is not said."""
    told = {name.lower(): value for name, value in body.items()}
    fixed = dict(body)
    user_name = str(told.get("username") or "")
    if not told.get("emails") and "@" in user_name:
        fixed["emails"] = [{"value": user_name}]
    if not told.get("displayname"):
        fixed["displayName"] = _called(told.get("name"), user_name)
    fixed["active"] = is_active() if told.get("active") is None else _truth(told["active"])
    if isinstance(fixed.get(ENTERPRISE), dict):
        fixed[ENTERPRISE] = _enterprise(fixed[ENTERPRISE])
    if isinstance(told.get("emails"), list):
        fixed = {name: value for name, value in fixed.items() if name.lower() != "emails"}
        fixed["emails"] = _chosen(told["emails"])
    if isinstance(told.get("phonenumbers"), list):
        fixed = {name: value for name, value in fixed.items() if name.lower() != "phonenumbers"}
        fixed["phoneNumbers"] = _chosen(told["phonenumbers"])
    return {name: value for name, value in fixed.items() if name == "active" or name.lower() != "active"}


def patch(body: Json) -> Json:
    """The operations of a PATCH."""
    operations = body.get("Operations") or body.get("operations")
    if not isinstance(operations, list):
        return body
    return {**body, "Operations": [_operation(one) if isinstance(one, dict) else one for one in operations]}


def _operation(one: Json) -> Json:
    fixed = dict(one)
    if isinstance(fixed.get("op"), str):
        fixed["op"] = fixed["op"].lower()
    path, value = str(fixed.get("path") or ""), fixed.get("value")
    if path.lower() == "active":
        fixed["value"] = _truth(value)
    elif path.lower() == MANAGER and "value" in fixed:
        fixed["value"] = _manager(value)
    elif not path and isinstance(value, dict):
        fixed["value"] = {name: _value(name, held) for name, held in value.items()}
    return fixed


def _value(name: str, held: Any) -> Any:
    if name.lower() == "active":
        return _truth(held)
    if name.lower() == MANAGER:
        return _manager(held)
    return _enterprise(held) if name.lower() == ENTERPRISE.lower() and isinstance(held, dict) else held


def _enterprise(held: Json) -> Json:
    return {name: _manager(value) if name.lower() == "manager" else value for name, value in held.items()}


def _manager(value: Any) -> Any:
    """Somebody's id, however it is wrapped."""
    if isinstance(value, list):
        value = value[0] if value else None
    return {"value": value} if isinstance(value, str) else value


def _truth(value: Any) -> Any:
    return TRUTHS.get(value.lower(), value) if isinstance(value, str) else value


def _called(name: Any, otherwise: str) -> str:
    if not isinstance(name, dict):
        return otherwise
    parts = {key.lower(): str(value) for key, value in name.items() if value}
    whole = " ".join(parts[key] for key in ("givenname", "familyname") if key in parts)
    return parts.get("formatted") or whole or otherwise


def _chosen(values: list[Any]) -> list[Any]:
    """The one that we keep: the primary, else the one for work, else the first."""
    held = [one for one in values if isinstance(one, dict)]
    ranked = sorted(held, key=lambda one: (_truth(one.get("primary")) is not True, one.get("type") != "work"))
    return ranked[:1] or values[:1]
