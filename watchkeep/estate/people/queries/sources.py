"""Reads about sources: whom a proof means, who signs in with a directory's password, what is different there."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Identity, Known, Linking, Person, ScimClient, Source, SyncRun, Told
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.secrets import digest

USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is otherwise there than here.

    ``kind``: new, linked, changed, leaver, returned, or refused, when it cannot be followed.
    """

    kind: str
    whom: str
    what: str = ""
    told: Told | None = None
    person: Person | None = None
    identity: Identity | None = None


@dataclass(frozen=True)
class Meant:
    """Whom a proof means: an account (linked already or not), nobody yet, or nobody who may come in (``why``)."""

    person: Person | None = None
    is_linked: bool = False
    why: str = ""


def meant(source: Source, known: Known) -> Meant:
    """Return whom this proof means, without changing anything."""
    identity = Identity.objects.living().select_related("person").filter(source=source, subject=known.subject).first()
    if identity:
        closed = "" if identity.person.is_active else _("This account is not active.")
        return Meant(identity.person, is_linked=True, why=closed)
    email = known.email.strip().lower()
    person = Person.objects.filter(email=email).first() if email else None
    if person is None:
        return Meant(why=_why_not_new(source, email))
    return Meant(person, why=_why_not_link(source, known, person))


def directory_of(person: Person) -> Identity | None:
    """Return who somebody is in the directory whose passwords they sign in with, if there is one."""
    by_bind = Identity.objects.living().filter(person=person, source__is_active=True, source__ldap__signs_in=True)
    return by_bind.select_related("source__ldap").first()


def comes_from_elsewhere(person: Person) -> bool:
    """Whether somebody has no password here because another house says who they are."""
    if person.has_usable_password():
        return False
    return Identity.objects.living().filter(person=person, source__is_active=True).exists()


def scim_client(plain: str) -> ScimClient | None:
    """Return whose token this is: the present one, or the former one while it works. None if it opens nothing."""
    given = digest(plain)
    fits = Q(digest=given) | Q(former_digest=given, former_until__gt=clock.now())
    rows = ScimClient.objects.select_related("source__organisation").filter(fits, source__is_active=True)
    client = rows.first()
    if client and (client.last_used_at is None or clock.now() - client.last_used_at > USED_EVERY):
        ScimClient.objects.filter(pk=client.pk).update(last_used_at=clock.now())
    return client


def doors() -> QuerySet[Source]:
    """Return the sources with which one signs in by a button."""
    return Source.objects.doors()


def door(key: str, *kinds: str) -> Source | None:
    """Return the source whose addresses have this key, in use or not."""
    rows = Source.objects.select_related("organisation", "oidc", "saml").filter(key=key, kind__in=kinds)
    return rows.first()


def runs(source: Source, actor: Actor) -> QuerySet[SyncRun]:
    """Return the runs of a directory, the newest first."""
    return SyncRun.objects.filter(source__in=Source.objects.visible_to(actor).filter(pk=source.pk))


def identities_of(person: Person) -> QuerySet[Identity]:
    """Return who somebody is elsewhere."""
    return Identity.objects.living().filter(person=person).select_related("source")


def differences(source: Source, told: list[Told], present: set[str] | None) -> list[Difference]:
    """Return what is otherwise in the directory than here, without changing anything.

    ``present`` holds the marks of everybody who is there; whoever is not among them has left.
    """
    known = {one.subject: one for one in Identity.objects.filter(source=source).select_related("person")}
    emails = [one.email.strip().lower() for one in told if one.subject not in known]
    people = {person.email: person for person in Person.objects.filter(email__in=emails)}
    linked = {one.person_id for one in known.values()}
    found = [_compared(source, one, known, people, linked) for one in told]
    if present is not None:
        gone = [one for one in known.values() if one.subject not in present and not one.is_off]
        found += [
            Difference(kind="leaver", whom=one.person.name, what=_("is not there any more"), identity=one)
            for one in gone
            if one.person.is_active
        ]
    return [one for one in found if one]


def _compared(
    source: Source, told: Told, known: dict[str, Identity], people: dict[str, Person], linked: set[int]
) -> Difference | None:
    identity = known.get(told.subject)
    if identity:
        return _changed(identity, told)
    if told.is_off:
        return None
    email = told.email.strip().lower()
    person = people.get(email)
    if why := _why_not_followed(source, email, person, linked):
        return Difference(kind="refused", whom=told.name, what=why, told=told)
    if person:
        return Difference(kind="linked", whom=person.name, what=email, told=told, person=person)
    return Difference(kind="new", whom=told.name, what=email, told=told) if source.creates else None


def _why_not_followed(source: Source, email: str, person: Person | None, linked: set[int]) -> str:
    if not email:
        return _("has no mail address")
    if not source.speaks_for(email):
        return _("%(email)s is not ours") % {"email": email}
    if person is None:
        return ""
    is_free = person.organisation_id == source.organisation_id and person.pk not in linked
    if source.links == Linking.NEVER or not is_free:
        return _("%(email)s is somebody else's already") % {"email": email}
    return ""


def _changed(identity: Identity, told: Told) -> Difference | None:
    person = identity.person
    if told.is_off and not identity.is_off:
        kind = "leaver" if person.is_active else "changed"
        return Difference(kind=kind, whom=person.name, what=_("is disabled there"), told=told, identity=identity)
    if not told.is_off and identity.is_off:
        return Difference(kind="returned", whom=person.name, what="", told=told, identity=identity)
    pairs = (
        (_("address"), person.email, told.email.strip().lower()),
        (_("name"), person.name, told.name[:120]),
        (_("telephone"), person.phone, told.phone[:40]),
    )
    changes = [
        f"{words}: {before or _('none')} → {after or _('none')}" for words, before, after in pairs if before != after
    ]
    if not changes and identity.place == told.place and identity.user_name == told.user_name:
        return None
    what = "; ".join(changes) or _("has moved there")
    return Difference(kind="changed", whom=person.name, what=what, told=told, identity=identity)


def _why_not_new(source: Source, email: str) -> str:
    if not source.creates:
        return _("You have no account here yet. Ask your administrator.")
    if not email:
        return _("%(name)s told no mail address, so that no account could be made.") % {"name": source.name}
    if not source.speaks_for(email):
        return _("Addresses like yours do not belong here. Ask your administrator.")
    return ""


def _why_not_link(source: Source, known: Known, person: Person) -> str:
    """An address alone proves nothing unless the source is believed about it, and never links twice."""
    believed = source.links == Linking.ALWAYS or (source.links == Linking.VERIFIED and known.is_verified)
    is_theirs = source.speaks_for(person.email) and person.organisation_id == source.organisation_id
    has_other = Identity.objects.living().filter(source=source, person=person).exists()
    if not believed or not is_theirs or has_other:
        return _("There is an account with your address, and it is not linked. Ask your administrator.")
    return "" if person.is_active else _("This account is not active.")
