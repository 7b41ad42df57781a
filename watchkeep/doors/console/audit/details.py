"""What else a fact of the trail says, for readers: people by name, browsers as they are called, no bare ids."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.sign_in import browsers
from watchkeep.doors.ui.signs import Words

LABELS: dict[str, Words] = {
    "name": "",
    "person": "",
    "deputy": "",
    "address": gettext_lazy("from"),
    "agent": gettext_lazy("with"),
    "proof": gettext_lazy("by"),
    "way": gettext_lazy("by"),
    "tried": gettext_lazy("tried with"),
    "reason": gettext_lazy("because"),
    "seconds": gettext_lazy("seconds"),
    "count": gettext_lazy("how many"),
    "things": gettext_lazy("how many"),
    "how": gettext_lazy("how"),
    "factor": gettext_lazy("which"),
    "scopes": gettext_lazy("for"),
    "changed": gettext_lazy("changed"),
    "given": gettext_lazy("given"),
    "taken": gettext_lazy("taken away"),
    "granted": gettext_lazy("may now"),
    "withdrawn": gettext_lazy("may no longer"),
    "permissions": gettext_lazy("may"),
    "audience": "",
    "channel": "",
    "group": gettext_lazy("group"),
    "means": gettext_lazy("means"),
    "former_until": gettext_lazy("the former works until"),
    "speaks": gettext_lazy("speaks"),
    "what": "",
    "counts": "",
    "leavers": gettext_lazy("would leave"),
    "cap": gettext_lazy("at most"),
    "words": "",
    "workspace": gettext_lazy("chat"),
    "starts_on": gettext_lazy("from"),
    "ends_on": gettext_lazy("until"),
    "from_at": gettext_lazy("from"),
    "until_at": gettext_lazy("until"),
    "country": gettext_lazy("country"),
    "subdivision": gettext_lazy("region"),
    "tail": gettext_lazy("ending in"),
    "older_until": gettext_lazy("older ones work until"),
    "fields": gettext_lazy("changed"),
    "kinds": gettext_lazy("for"),
    "connects": gettext_lazy("speaks"),
    "gathering": gettext_lazy("gathered"),
    "attributes": gettext_lazy("for changes of"),
    "rule": "",
    "runs": gettext_lazy("runs"),
    "good": gettext_lazy("of which went well"),
    "provider": gettext_lazy("by"),
    "starts_at": gettext_lazy("from"),
    "ends_at": gettext_lazy("until"),
}
"""What each value is called; those without a name of their own stand alone. What is not listed, such as the id
of a row behind the fact, is for machines: it is in the API's feed of facts."""
FLAGS: dict[str, Words] = {
    "is_lead": gettext_lazy("as a lead"),
    "is_trial": gettext_lazy("only to see what would happen"),
    "is_quiet": gettext_lazy("with quiet hours"),
    "needs_second_factor": gettext_lazy("with a second factor"),
    "is_new": gettext_lazy("for the first time"),
    "is_active": gettext_lazy("on"),
}
OFF: dict[str, Words] = {"is_active": gettext_lazy("off")}
"""What is said of a flag that is not set; of the others nothing is."""
CODES: dict[str, Words] = {
    "account": gettext_lazy("password"),
    "nobody": gettext_lazy("an unknown e-mail"),
    "factor": gettext_lazy("second factor"),
    "passkey": gettext_lazy("passkey"),
    "passkeys": gettext_lazy("passkey"),
    "password": gettext_lazy("password"),
    "app": gettext_lazy("authenticator app"),
    "recovery": gettext_lazy("recovery code"),
    "sent_code": gettext_lazy("a code that was sent to them"),
    "sign_in": gettext_lazy("a sign-in a moment before"),
    "link": gettext_lazy("by a link in a mail"),
    "changed": gettext_lazy("changed by themselves"),
    "email": gettext_lazy("e-mail"),
}
"""Words that the machine uses among itself."""


def in_words(data: Mapping[str, object], names: Mapping[str, Mapping[object, str]]) -> str:
    """Say the values of a fact. `names` has people by id and roles by slug."""
    told = [field for field in (*LABELS, *FLAGS) if data.get(field) not in ("", [], {}, None, False)]
    told += [field for field in OFF if data.get(field) is False]
    return ", ".join(_said(field, data[field], names) for field in told)


def _said(field: str, value: object, names: Mapping[str, Mapping[object, str]]) -> str:
    if field in FLAGS:
        return str(FLAGS[field] if value else OFF[field])
    say = _WAYS.get(field, _plain)
    return f"{LABELS[field]} {say(value, names)}".strip()


def _plain(value: object, names: Mapping[str, Mapping[object, str]]) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{_plain(one, names)}: {count}" for one, count in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(one, names) for one in value)
    return str(CODES.get(str(value), str(value).replace("_", " ")))


def _literal(value: object, _names: object) -> str:
    return str(value)


def _kinds(value: object, _names: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _person(value: object, names: Mapping[str, Mapping[object, str]]) -> str:
    return names["person"].get(value) or _("somebody who is gone")


def _roles(value: object, names: Mapping[str, Mapping[object, str]]) -> str:
    return ", ".join(names["role"].get(slug, str(slug)) for slug in value) if isinstance(value, list) else str(value)


def _proof(value: object, names: Mapping[str, Mapping[object, str]]) -> str:
    return _(" and ").join(_plain(part, names) for part in str(value).split(" and "))


def _browser(value: object, _names: object) -> str:
    return browsers.in_words(str(value))


def _day(value: object, _names: object) -> str:
    try:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    except ValueError:
        return str(value)


def _moment(value: object, _names: object) -> str:
    try:
        return date_format(timezone.localtime(datetime.fromisoformat(str(value))), "DATETIME_FORMAT")
    except ValueError:
        return str(value)


_WAYS: dict[str, Callable[[object, Mapping[str, Mapping[object, str]]], str]] = {
    **dict.fromkeys(
        ("name", "address", "group", "means", "words", "workspace", "tail", "audience", "rule", "reason"), _literal
    ),
    **dict.fromkeys(("person", "deputy"), _person),
    **dict.fromkeys(("given", "taken"), _roles),
    **dict.fromkeys(("starts_on", "ends_on"), _day),
    **dict.fromkeys(("from_at", "until_at", "former_until", "older_until", "starts_at", "ends_at"), _moment),
    "agent": _browser,
    "kinds": _kinds,
    "proof": _proof,
}
