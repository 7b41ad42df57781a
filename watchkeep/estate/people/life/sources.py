"""Sources: which other houses know people, how far they are believed, and what their groups mean here.

Who may say who somebody is may be anybody. So only whoever may do everything sets a source up.
"""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import rules
from watchkeep.estate.people.events import (
    GroupMapped,
    GroupUnmapped,
    KeyIssued,
    SourceAdded,
    SourceEdited,
    SourcePaused,
    SourceRemoved,
    SourceStarted,
)
from watchkeep.estate.people.life.keypairs import new_pair, read_certificates
from watchkeep.estate.people.models import (
    GroupLine,
    Kind,
    LdapDirectory,
    OidcClient,
    Role,
    SamlPeer,
    ScimClient,
    Source,
    Team,
)
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import clock, permissions
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.kernel.secrets import new_key

Detail = OidcClient | SamlPeer | LdapDirectory | ScimClient
DETAILS: dict[str, type[Detail]] = {
    Kind.OIDC: OidcClient,
    Kind.SAML: SamlPeer,
    Kind.LDAP: LdapDirectory,
    Kind.SCIM: ScimClient,
}
SECRETS = ("client_secret", "password")
SHARED = (
    "name", "organisation", "creates", "links", "domains", "factor", "factor_signs", "makes_teams",
)  # fmt: skip
PREFIX = "scim_"
SHOWN = 11
OVERLAP = timedelta(hours=24)
"""How long the former token of a program works after a rotation, so that nobody is cut off in between."""


@transaction.atomic
def add_source(*, by: Actor, kind: str, **values: Any) -> Source:
    """Get to know a house that knows people. It is not used before it is started."""
    _need(by, _("add sources of people"))
    source, detail = Source(kind=kind), DETAILS[kind]()
    save(source, **_tidy({name: value for name, value in values.items() if name in SHARED}))
    if isinstance(detail, SamlPeer):
        detail.own_certificate, detail.own_key = new_pair(source.name)
    if isinstance(detail, ScimClient):
        detail.prefix, detail.digest = _key()[1:]
    _save_detail(detail, source=source, **{name: value for name, value in values.items() if name not in SHARED})
    tell(SourceAdded(record=source.pk, by=by, name=source.name, speaks=kind))
    return source


@transaction.atomic
def edit_source(source: Source, *, by: Actor, **values: Any) -> None:
    """Ask it otherwise, or believe it otherwise. An empty secret stays what it was.

    A directory that is asked otherwise is paused until a dry run has shown what would happen.
    """
    _need(by, _("change sources of people"))
    source = Source.objects.select_for_update().get(pk=source.pk)
    shared = save(source, **_tidy({name: value for name, value in values.items() if name in SHARED}))
    detail = detail_of(source)
    given = {name: value for name, value in values.items() if name not in SHARED and (value or name not in SECRETS)}
    changed = _save_detail(detail, **given)
    if isinstance(detail, LdapDirectory) and set(changed) - {"every_minutes", "most_leavers", "signs_in"}:
        LdapDirectory.objects.filter(pk=detail.pk).update(was_tried=False, watermark="")
        if source.is_active:
            pause_source(source, by=by)
    if shared or changed:
        tell(SourceEdited(record=source.pk, by=by, changed=sorted([*shared, *changed])))


@transaction.atomic
def start_source(source: Source, *, by: Actor) -> None:
    """Let people come from there. A directory has shown first, in a dry run, what would happen."""
    _need(by, _("start sources of people"))
    detail = detail_of(source)
    if isinstance(detail, LdapDirectory) and not detail.was_tried:
        raise Refused(_("Make a dry run first, and read what would happen."), code="untried")
    if Source.objects.filter(pk=source.pk, is_active=False).update(is_active=True) != 1:
        raise Refused(_("%(name)s is in use already.") % {"name": source.name})
    if isinstance(detail, LdapDirectory):
        LdapDirectory.objects.filter(pk=detail.pk).update(next_run_at=clock.now())
    tell(SourceStarted(record=source.pk, by=by))


@transaction.atomic
def pause_source(source: Source, *, by: Actor) -> None:
    """Let nobody come from there for now. Whoever is in stays in."""
    _need(by, _("pause sources of people"))
    if Source.objects.filter(pk=source.pk, is_active=True).update(is_active=False) != 1:
        raise Refused(_("%(name)s is paused already.") % {"name": source.name})
    LdapDirectory.objects.filter(pk=source.pk).update(next_run_at=None, asked="")
    tell(SourcePaused(record=source.pk, by=by))


@transaction.atomic
def remove_source(source: Source, *, by: Actor) -> None:
    """Forget a source and all its marks. Its people stay as they are."""
    _need(by, _("remove sources of people"))
    if source.is_active:
        raise Refused(_("Pause it first."), code="active")
    tell(SourceRemoved(record=source.pk, by=by, name=source.name))
    source.delete()


@transaction.atomic
def map_group(
    source: Source, *, by: Actor, group: str, role: Role | None = None, team: Team | None = None
) -> GroupLine:
    """Say what a group there means here: a role, or a place in a team. It holds from the next time that it is told."""
    _need(by, _("say what groups mean"))
    if (role is None) == (team is None):
        raise Refused(_("Choose a role or a team."), field="role")
    line = GroupLine(source=source)
    try:
        with transaction.atomic():
            save(line, group=group.strip(), role=role, team=team)
    except IntegrityError as error:
        raise Refused(_("There is such a line already."), field="group") from error
    tell(GroupMapped(record=source.pk, by=by, group=line.group, means=str(role or team)))
    return line


@transaction.atomic
def unmap_group(line: GroupLine, *, by: Actor) -> None:
    """Let a group mean that no longer. Who has the role or is in the team stays so: it is ours from now on."""
    _need(by, _("say what groups mean"))
    tell(GroupUnmapped(record=line.source_id, by=by, group=line.group, means=str(line.role or line.team)))
    line.delete()


@transaction.atomic
def issue_key(source: Source, *, by: Actor, at_once: bool = False) -> str:
    """Give a program that sends people a new token, shown now and never again.

    The former one works for another day, or no longer if ``at_once``.
    """
    _need(by, _("issue tokens to programs that send people"))
    client = ScimClient.objects.select_for_update().get(pk=source.pk)
    until = None if at_once else clock.now() + OVERLAP
    client.former_digest, client.former_until = (None, None) if at_once else (client.digest, until)
    plain, client.prefix, client.digest = _key()
    client.issued_at = clock.now()
    client.save()
    tell(KeyIssued(record=source.pk, by=by, former_until=until.isoformat() if until else ""))
    return plain


def note_answer(source: Source, words: str, *, is_good: bool) -> None:
    """Remember what the source last said, and since when it fails."""
    rows = Source.objects.filter(pk=source.pk)
    rows.update(last_answer=words[:300])
    if is_good:
        rows.update(failing_since=None)
    else:
        rows.filter(failing_since=None).update(failing_since=clock.now())


def keep_trial(source: Source, *, is_good: bool, lines: list[str]) -> None:
    """Keep what came of a test, in words, until the next."""
    trial = {"at": clock.now().isoformat(), "is_good": is_good, "lines": lines}
    Source.objects.filter(pk=source.pk).update(trial=trial)


def detail_of(source: Source) -> Detail:
    """Return how this source speaks."""
    return DETAILS[source.kind].objects.get(pk=source.pk)


def _need(by: Actor, act: str) -> None:
    by.need(P.SOURCES, act)
    if not rules.may_touch(by.permissions, permissions.every()):
        raise NotAllowed(
            _("Who says who people are may be anybody: that takes every permission."), permission=P.SOURCES
        )


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    if "domains" in values:
        values["domains"] = sorted({one.strip().lower().removeprefix("@") for one in values["domains"] if one.strip()})
    return values


def _save_detail(detail: Detail, **values: Any) -> list[str]:
    if values.get("certificates"):
        values["certificates"] = read_certificates(values["certificates"])
    return [name for name in save(detail, **values) if name != "source"]


def _key() -> tuple[str, str, bytes]:
    plain, digest = new_key(PREFIX)
    return plain, plain[:SHOWN], digest
