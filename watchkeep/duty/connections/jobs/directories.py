"""Directories (ldap3): one account or group, changed only where it is not as wished, and looked at afterwards.

Locks of OpenLDAP are those of its password policy (draft-behera-ldap-password-policy): ``pwdAccountLockedTime``, where
000001010000Z means locked by an administrator. Active Directory keeps ``lockoutTime`` and the second bit of
``userAccountControl``.
"""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import ldap3
from ldap3.core.exceptions import LDAPException
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import safe_dn

from watchkeep.duty.connections.jobs.carrying import Job
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.rules.actions import LdapAccount, LdapGroup
from watchkeep.duty.connections.rules.settings import Ldap
from watchkeep.kernel import outgoing

LOCKED_BY_ADMINISTRATOR = "000001010000Z"
ACCOUNT_DISABLED = 2
_READ = ("pwdAccountLockedTime", "lockoutTime", "userAccountControl", "objectClass", "member", "memberUid")
_GROUPS = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)(objectClass=group))"
Changes = dict[str, list[tuple[Any, list[Any]]]]
Values = Mapping[str, list[str]]
Entry = tuple[str, Values]
"""The distinguished name, and what was read."""


def carry_out(job: Job) -> Outcome:
    """Find, compare, change what differs, and look again."""
    try:
        with _signed_in(job) as line:
            return _account(job, line) if isinstance(job.action, LdapAccount) else _group(job, line)
    except LookupError as error:
        return Outcome(End.FAILED, why=str(error.args[0]))
    except LDAPException as error:
        return Outcome(End.FAILED, why=_said(error))


def probe(job: Job) -> Outcome:
    """Sign in, and see that the base is there."""
    settings = _settings(job)
    try:
        with _signed_in(job) as line:
            is_there = line.search(settings.base, "(objectClass=*)", search_scope=ldap3.BASE, attributes=["1.1"])
    except LDAPException as error:
        return Outcome(End.FAILED, why=_said(error))
    if not is_there:
        return Outcome(End.FAILED, why=f"There is no {settings.base}.")
    return Outcome(End.SUCCEEDED, output=f"{settings.base} is there.")


def _account(job: Job, line: ldap3.Connection) -> Outcome:
    action, settings = job.action, _settings(job)
    assert isinstance(action, LdapAccount)  # noqa: S101  # the library says so
    differing = _differing_ad if settings.flavour == "active_directory" else _differing_policy
    dn, before = _person(line, settings, action.account)
    changes = differing(action.act, before)
    if not changes:
        return _outcome(dn, changed=False)
    line.modify(dn, changes)
    if differing(action.act, _person(line, settings, action.account)[1]):
        return Outcome(End.FAILED, why="It was changed, and is not as wished.")
    return _outcome(dn)


def _group(job: Job, line: ldap3.Connection) -> Outcome:
    action, settings = job.action, _settings(job)
    assert isinstance(action, LdapGroup)  # noqa: S101  # the library says so
    person, _entry = _person(line, settings, action.account)
    group, entry = _found(line, settings, f"(&{_GROUPS}(cn={escape_filter_chars(action.group)}))", action.group)
    is_posix = "posixgroup" in map(str.lower, entry["objectClass"])
    attribute, value = ("memberUid", action.account) if is_posix else ("member", person)
    if _is_member(entry, attribute, value) == (action.act == "join"):
        return _outcome(group, changed=False)
    how = ldap3.MODIFY_ADD if action.act == "join" else ldap3.MODIFY_DELETE
    line.modify(group, {attribute: [(how, [value])]})
    return _outcome(group)


def _differing_policy(act: str, entry: Values) -> Changes:
    """What to change in an account of OpenLDAP so that it is as wished."""
    locked = _one(entry, "pwdAccountLockedTime")
    if act == "unlock" and locked == LOCKED_BY_ADMINISTRATOR:
        raise LookupError("An administrator has disabled this account. Unlocking does not enable it.")
    wished = LOCKED_BY_ADMINISTRATOR if act == "disable" else None
    return {} if locked == wished else {"pwdAccountLockedTime": [(ldap3.MODIFY_REPLACE, [wished] if wished else [])]}


def _differing_ad(act: str, entry: Values) -> Changes:
    """What to change in an account of Active Directory so that it is as wished."""
    if act == "unlock":
        is_locked = str(_one(entry, "lockoutTime") or "0") != "0"
        return {"lockoutTime": [(ldap3.MODIFY_REPLACE, ["0"])]} if is_locked else {}
    control = int(_one(entry, "userAccountControl") or 0)
    wished = control | ACCOUNT_DISABLED if act == "disable" else control & ~ACCOUNT_DISABLED
    return {} if wished == control else {"userAccountControl": [(ldap3.MODIFY_REPLACE, [str(wished)])]}


def _person(line: ldap3.Connection, settings: Ldap, login: str) -> Entry:
    return _found(line, settings, f"({settings.login}={escape_filter_chars(login)})", login)


def _found(line: ldap3.Connection, settings: Ldap, query: str, name: str) -> Entry:
    """The one entry that is called so. Raises LookupError when there is none, or more than one."""
    line.search(settings.base, query, attributes=list(_READ), size_limit=2)
    found = [entry for entry in line.response or () if entry["type"] == "searchResEntry"]
    if len(found) != 1:
        raise LookupError(f"Nothing is called {name}." if not found else f"More than one is called {name}.")
    raw = found[0]["raw_attributes"]
    return str(found[0]["dn"]), {name: [value.decode() for value in raw.get(name, ())] for name in _READ}


def _is_member(entry: Values, attribute: str, value: str) -> bool:
    members = entry[attribute]
    return value in members if attribute == "memberUid" else _same(value) in map(_same, members)


def _same(dn: str) -> str:
    """A distinguished name as it is compared: upper and lower case and spaces around commas do not count."""
    return str(safe_dn(dn)).lower()


def _one(entry: Values, name: str) -> str | None:
    return next(iter(entry[name]), None)


def _outcome(dn: str, *, changed: bool = True) -> Outcome:
    return Outcome(End.SUCCEEDED, output=dn, result={"changed": changed, "dn": dn})


@contextmanager
def _signed_in(job: Job) -> Iterator[ldap3.Connection]:
    """A line to the address that was judged; TLS proves the name. Raises LDAPException."""
    settings = _settings(job)
    host, port = settings.place
    reached = outgoing.resolve(host, port, job.allowed)
    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_data=settings.authority or None, valid_names=[host], sni=host)
    server = ldap3.Server(
        reached, port, use_ssl=settings.is_tls, tls=tls, get_info=ldap3.NONE, connect_timeout=job.deadline.left
    )
    line = ldap3.Connection(
        server, settings.user, settings.password, receive_timeout=max(1, int(job.deadline.left)), raise_exceptions=True,
        check_names=False, auto_referrals=False,
    )  # fmt: skip
    job.deadline.cuts(lambda: line.socket.close())  # noqa: PLW0108  # there is none yet
    try:
        line.open()
        if settings.starttls and not settings.is_tls:
            line.start_tls(read_server_info=False)
        line.bind()
        yield line
    finally:
        line.unbind()


def _settings(job: Job) -> Ldap:
    assert isinstance(job.settings, Ldap)  # noqa: S101  # the library says so
    return job.settings


def _said(error: LDAPException) -> str:
    """What the directory said; ldap3 puts the description first."""
    return str(getattr(error, "description", "") or error) + (
        f": {message}" if (message := getattr(error, "message", "")) else ""
    )
