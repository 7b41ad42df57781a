"""What an assertion proves: that the provider speaks, to us, now, once, and in answer to what.

The library checks the signature, that what is read is what was signed, the issuer and the times. Where it is content
with less (no audience, a recipient that contains ours, no end of validity), this refuses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml.etree import LxmlError, _Element
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response

from watchkeep.doors.integrations.directory.saml import asking
from watchkeep.estate.people.life import Unproven
from watchkeep.estate.people.models import Known, SamlPeer, Source
from watchkeep.kernel import clock

LARGEST = 256 * 1024
LONGEST = timedelta(hours=24)
"""However long an assertion says that it is valid, we remember it no longer; it is not taken after that either."""
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
NAMES = {"samlp": "urn:oasis:names:tc:SAML:2.0:protocol", "saml": "urn:oasis:names:tc:SAML:2.0:assertion"}
EMAILS = (
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "email",
    "mail",
)


@dataclass(frozen=True)
class Proof:
    """Who it is, the assertion's own id, how long it could be used, and the request that it answers (or none)."""

    known: Known
    assertion: str
    until: datetime
    asked: str


def prove(source: Source, text: str) -> Proof:
    """Return what a posted response proves. Raises Unproven in words."""
    if not text or len(text) > LARGEST:
        raise Unproven("there is no response, or far too much of it")
    try:
        response = OneLogin_Saml2_Response(asking.settings_of(source), text)
        response.is_valid(asking.here(source, SAMLResponse=text), raise_exceptions=True)
    except (OneLogin_Saml2_ValidationError, OneLogin_Saml2_Error, LxmlError, ValueError, TypeError) as error:
        raise Unproven(f"the response is not good: {error}"[:280]) from error
    document: _Element = response.get_xml_document()
    _refuse_other_places(source, response, document)
    until = _end(document)
    if response.get_nameid_format() == TRANSIENT:
        raise Unproven("the name is a new one each time; the provider must send one that stays")
    known = _known(source.saml, response)
    return Proof(known, str(response.get_assertion_id()), until, _asked(document))


def _refuse_other_places(source: Source, response: OneLogin_Saml2_Response, document: _Element) -> None:
    """The audience, the destination and the recipient are exactly ours, and they are named."""
    if asking.entity_id(source) not in response.get_audiences():
        raise Unproven("the assertion does not name us as its audience")
    here = asking.way_back(source)
    if document.get("Destination", here) != here:
        raise Unproven("the response was meant for another address")
    recipients = {one.get("Recipient") for one in _confirmations(document)}
    if recipients != {here}:
        raise Unproven("the assertion was meant for another recipient")


def _end(document: _Element) -> datetime:
    """When the last confirmation ends; there must be an end, and it is not far away."""
    ends = [_moment(one.get("NotOnOrAfter")) for one in _confirmations(document)]
    if not ends or None in ends:
        raise Unproven("the assertion has no end")
    until = max(end for end in ends if end)
    if until > clock.now() + LONGEST:
        raise Unproven("the assertion would be valid for more than a day")
    return until + timedelta(minutes=10)


def _asked(document: _Element) -> str:
    """The request that is answered. Response and assertion must say the same, or an answer could pass for unasked."""
    told = {one.get("InResponseTo", "") for one in (document, *_confirmations(document))}
    if len(told) != 1:
        raise Unproven("response and assertion do not answer the same request")
    return str(told.pop())


def _confirmations(document: _Element) -> Sequence[_Element]:
    path = "/samlp:Response/saml:Assertion/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
    found: Sequence[_Element] = document.xpath(path, namespaces=NAMES)
    return found


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        return None


def _known(peer: SamlPeer, response: OneLogin_Saml2_Response) -> Known:
    said: Mapping[str, list[Any]] = {**response.get_friendlyname_attributes(), **response.get_attributes()}
    subject = str(response.get_nameid())
    names = (peer.email_attribute,) if peer.email_attribute else EMAILS
    email = _first(said, *names) or subject
    return Known(
        subject=subject[:255],
        email=email.strip().lower()[:254] if "@" in email else "",
        name=(_first(said, peer.name_attribute) if peer.name_attribute else "")[:120],
        groups=_groups(peer, said),
        signs=tuple(str(one) for one in response.get_authn_contexts()),
    )


def _groups(peer: SamlPeer, said: Mapping[str, list[Any]]) -> tuple[str, ...] | None:
    if not peer.groups_attribute:
        return None
    return tuple(str(one)[:255] for one in said.get(peer.groups_attribute, []) if isinstance(one, str))


def _first(said: Mapping[str, list[Any]], *names: str) -> str:
    return next((one for name in names for one in said.get(name, []) if isinstance(one, str) and one), "")
