"""Houses that know people: identity providers, directories, programs that send people."""

from datetime import timedelta
from itertools import count
from typing import Any

from testing.makers.estate import admin, organisation
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.life.keypairs import new_pair
from watchkeep.estate.people.models import ApiToken, Group, Person, Session, Source
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.secrets import new_key

_number = count(1)
SPOKEN: dict[str, dict[str, Any]] = {
    "oidc": {"issuer": "https://id.example/realms/nordwind", "client_id": "watchkeep", "client_secret": "s3cret"},
    "saml": {"entity_id": "https://id.example/saml", "sign_on_url": "https://id.example/saml/sso"},
    "ldap": {"url": "ldap://127.0.0.1:9", "people_base": "ou=people,dc=nordwind,dc=example"},
    "scim": {},
}


def source(kind: str = "oidc", *, is_active: bool = True, **more: Any) -> Source:
    """A source, in use unless a test says otherwise."""
    if kind == "saml":
        more = {"certificates": new_pair("Provider")[0], **more}
    given = {"name": f"House {next(_number)}", "organisation": organisation(), **SPOKEN[kind], **more}
    made = life.add_source(by=_everything(), kind=kind, **given)
    if is_active:
        Source.objects.filter(pk=made.pk).update(is_active=True)
    made.refresh_from_db()
    return made


def scim_key(of: Source) -> str:
    """A token of a program that sends people."""
    return life.issue_key(of, by=_everything(), at_once=True)


def identity(somebody: Person, of: Source, subject: str = "") -> Any:
    """Somebody's mark in a source."""
    return life.link(of, somebody, subject or f"mark-{next(_number)}", by=CLOCK)


def group(name: str, *members: Person, of: Source | None = None) -> Group:
    """A group of a program that sends people."""
    made = life.save_group(of or source("scim"), by=CLOCK, name=name, subject="")
    life.set_members(made, members)
    return made


def _everything() -> Actor:
    somebody = admin()
    queries.forget_actor(somebody)
    return queries.actor_for(somebody)


def session(somebody: Person, key: str = "k" * 32) -> Session:
    """A browser in which somebody is signed in."""
    until = clock.now() + timedelta(days=1)
    return Session.objects.create(session_key=key, session_data="", person=somebody, expire_date=until)


def key_of(somebody: Person) -> tuple[ApiToken, str]:
    """A token that acts for somebody, and its text."""
    plain, kept = new_key("wk_")
    row = ApiToken.objects.create(person=somebody, name="script", scopes=["*.see"], prefix=plain[:9], digest=kept)
    return row, plain


def new_certificate() -> str:
    """A provider's certificate, in PEM."""
    return new_pair("Provider")[0]
