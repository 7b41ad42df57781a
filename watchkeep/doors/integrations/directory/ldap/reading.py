"""What a directory says of people and groups, page by page, so that no limit of the server cuts it short."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from watchkeep.estate.people.models import Flavour, LdapDirectory, Told
from watchkeep.kernel.later import later

ldap3, conv = later("ldap3"), later("ldap3.utils.conv")
PAGE = 500
Raw = Mapping[str, list[bytes]]


@dataclass(frozen=True)
class Words:
    """What one kind of server calls the mark that never changes, the last change, the login, and a closed account."""

    mark: str
    changed: str
    login: str
    closed: str


WORDS = {
    Flavour.OPENLDAP: Words("entryUUID", "modifyTimestamp", "uid", "pwdAccountLockedTime"),
    Flavour.AD: Words("objectGUID", "whenChanged", "sAMAccountName", "userAccountControl"),
    Flavour.DS389: Words("nsUniqueId", "modifyTimestamp", "uid", "nsAccountLock"),
}
LOCKED_FOR_GOOD = b"000001010000Z"
AD_DISABLED = 2


@dataclass(frozen=True)
class GroupTold:
    """What a directory says of a group; members by their distinguished names."""

    subject: str
    name: str
    members: frozenset[str]


def marks(line: Any, directory: LdapDirectory) -> set[str]:
    """The marks of everybody who is there, and nothing else of them: cheap enough for every run."""
    words = WORDS[Flavour(directory.flavour)]
    found = _search(line, directory.people_base, directory.people_filter, [words.mark])
    return {mark for _place, raw in found if (mark := _mark(words, raw))}


def people(line: Any, directory: LdapDirectory, *, since: str = "") -> tuple[list[Told], str]:
    """Everybody, or whoever changed since that watermark; and the newest change that was seen."""
    words = WORDS[Flavour(directory.flavour)]
    wanted = [
        words.mark, words.changed, words.login, words.closed, directory.email_attribute, directory.name_attribute,
        directory.phone_attribute, directory.manager_attribute, "givenName", "sn",
    ]  # fmt: skip
    asked = directory.people_filter
    if since:
        asked = f"(&{asked}({words.changed}>={conv.escape_filter_chars(since)}))"
    told, newest = [], since
    for place, raw in _search(line, directory.people_base, asked, [one for one in wanted if one]):
        if _mark(words, raw):
            told.append(_told(directory, words, place, raw))
        newest = max(newest, _text(raw, words.changed))
    return told, newest


def groups(line: Any, directory: LdapDirectory) -> list[GroupTold]:
    """All groups with their members, if the directory is asked for groups."""
    if not directory.groups_base:
        return []
    words = WORDS[Flavour(directory.flavour)]
    names = [words.mark, "cn", "member", "uniqueMember", "memberUid"]
    found = _search(line, directory.groups_base, directory.groups_filter, names)
    return [_group(words, raw) for _place, raw in found if _mark(words, raw)]


def _search(line: Any, base: str, asked: str, names: list[str]) -> Iterator[tuple[str, Raw]]:
    entries = line.extend.standard.paged_search(
        base, asked, ldap3.SUBTREE, attributes=names, paged_size=PAGE, generator=True
    )
    for entry in entries:
        if entry.get("type") == "searchResEntry":
            yield entry["dn"], {name.lower(): values for name, values in entry["raw_attributes"].items()}


def _told(directory: LdapDirectory, words: Words, place: str, raw: Raw) -> Told:
    given, family = _text(raw, "givenName"), _text(raw, "sn")
    email = _text(raw, directory.email_attribute).lower()
    called = _text(raw, directory.name_attribute) or f"{given} {family}".strip() or email
    return Told(
        subject=_mark(words, raw),
        email=email[:254],
        name=called[:120],
        phone=_text(raw, directory.phone_attribute)[:40],
        user_name=_text(raw, words.login)[:255],
        given_name=given[:120],
        family_name=family[:120],
        place=place[:600],
        manager=_text(raw, directory.manager_attribute),
        is_off=_is_closed(Flavour(directory.flavour), raw, words),
    )


def _group(words: Words, raw: Raw) -> GroupTold:
    members = [*raw.get("member", []), *raw.get("uniquemember", []), *raw.get("memberuid", [])]
    names = frozenset(one.decode("utf-8", "replace").casefold() for one in members)
    return GroupTold(_mark(words, raw), _text(raw, "cn")[:255], names)


def _mark(words: Words, raw: Raw) -> str:
    """The mark as text; Active Directory's is sixteen bytes, and written as others write it."""
    values = raw.get(words.mark.lower(), [])
    if not values:
        return ""
    if words.mark == "objectGUID" and len(values[0]) == 16:
        return str(uuid.UUID(bytes_le=values[0]))
    return values[0].decode("utf-8", "replace")[:255]


def _is_closed(flavour: Flavour, raw: Raw, words: Words) -> bool:
    """Whether an administrator there has closed the account. One that is locked by wrong passwords is not closed."""
    said = (raw.get(words.closed.lower()) or [b""])[0]
    if flavour == Flavour.AD:
        return bool(said.isdigit() and int(said) & AD_DISABLED)
    if flavour == Flavour.DS389:
        return said.lower() == b"true"
    return said == LOCKED_FOR_GOOD


def _text(raw: Mapping[str, Any], name: str) -> str:
    values = raw.get(name.lower()) or [b""]
    return str(values[0].decode("utf-8", "replace")).strip()
