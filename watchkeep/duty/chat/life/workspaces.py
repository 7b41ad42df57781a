"""Workspaces: added, changed, paused, tried out; and which audiences are told there."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.duty.chat import events
from watchkeep.duty.chat.life.saying import TEST, put
from watchkeep.duty.chat.models import Kind, Relay, Workspace
from watchkeep.duty.chat.permissions import P
from watchkeep.duty.communications.models import Audience
from watchkeep.duty.notify import life as notify
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

SECRETS = ("token", "secret", "address")
NEEDED: dict[str, tuple[str, ...]] = {
    Kind.SLACK: ("token", "secret"),
    Kind.MATTERMOST: ("address", "team", "token", "secret"),
    Kind.BOT: ("app_id", "tenant", "team", "token"),
    Kind.TEAMS: ("address",),
}
HOMES = {Kind.SLACK: "https://slack.com/api", Kind.BOT: "https://smba.trafficmanager.net/teams"}
"""Where those listen that everybody reaches at one place, unless another is given."""
IDS = ("app_id", "tenant", "team")
LONGEST_SERVICE = 300
DOUBTS_EVERY = timedelta(minutes=1)


@transaction.atomic
def save_workspace(workspace: Workspace | None = None, *, by: Actor, **values: Any) -> Workspace:
    """Add a workspace, or change one. A secret that is left empty stays as it is; the program stays the same.

    A secret never follows to another place: whoever may change an address could otherwise have it sent to their own.
    """
    by.need(P.CONFIGURE, _("change chat workspaces"))
    is_new = workspace is None
    workspace = workspace or Workspace()
    if not is_new:
        values = {name: given for name, given in values.items() if name != "kind" and (given or name not in SECRETS)}
    kind = values.get("kind", workspace.kind)
    if kind in HOMES and not values.get("address", workspace.address):
        values["address"] = HOMES[kind]
    for name in ("address", "token", "secret", "team", "channel", "app_id", "tenant"):
        if name in values:
            values[name] = values[name].strip()
    _refuse_gaps(workspace, kind, values)
    _refuse_to_take_along(workspace, values)
    if values.get("address"):
        values["hint"] = notify.way_by("webhook", values["address"]).hint
    if changed := [name for name in save(workspace, **values) if name != "hint"]:
        tell(events.WorkspaceSaved(record=workspace.pk, by=by, name=workspace.name, changed=changed, is_new=is_new))
    return workspace


@transaction.atomic
def pause(workspace: Workspace, *, by: Actor) -> None:
    """Say nothing there and hear nothing from there. What waits is given up when its turn comes."""
    by.need(P.CONFIGURE, _("pause chat workspaces"))
    if Workspace.objects.filter(pk=workspace.pk, is_active=True).update(is_active=False):
        workspace.is_active = False
        tell(events.WorkspacePaused(record=workspace.pk, by=by))


@transaction.atomic
def resume(workspace: Workspace, *, by: Actor) -> None:
    """Use it again, from now on."""
    by.need(P.CONFIGURE, _("resume chat workspaces"))
    if Workspace.objects.filter(pk=workspace.pk, is_active=False).update(is_active=True):
        workspace.is_active = True
        tell(events.WorkspaceResumed(record=workspace.pk, by=by))


@transaction.atomic
def try_out(workspace: Workspace, *, by: Actor) -> None:
    """Ask who we are there, and post a test into the channel for all. The log shows what came of it."""
    by.need(P.CONFIGURE, _("test chat workspaces"))
    fact = tell(events.WorkspaceTested(record=workspace.pk, by=by))
    message = notify.Message(subject=_("Watchkeep speaks here"), body=_("This is a test. Nothing is wrong."))
    put(workspace, TEST, message, fact_id=fact.id)


@transaction.atomic
def add_relay(workspace: Workspace, *, by: Actor, audience: Audience, channel: str = "") -> Relay:
    """Post what an audience is told in a channel, too. Empty: the channel for all."""
    by.need(P.CONFIGURE, _("change chat workspaces"))
    relay = Relay()
    save(relay, workspace=workspace, audience=audience, channel=channel.strip())
    tell(events.RelaySaved(record=workspace.pk, by=by, audience=audience.name, channel=relay.channel))
    return relay


@transaction.atomic
def remove_relay(relay: Relay, *, by: Actor) -> None:
    """Post it there no longer."""
    by.need(P.CONFIGURE, _("change chat workspaces"))
    workspace, audience, channel = relay.workspace_id, relay.audience.name, relay.channel
    relay.delete()
    tell(events.RelayRemoved(record=workspace, by=by, audience=audience, channel=channel))


@transaction.atomic
def note_doubt(workspace: Workspace, reason: str) -> None:
    """Keep why a request was not believed. Whoever sends many writes one line a minute."""
    now = clock.now()
    old = Q(refused_at=None) | Q(refused_at__lte=now - DOUBTS_EVERY)
    if Workspace.objects.filter(old, pk=workspace.pk).update(refused_at=now, refusal=reason[:200]):
        tell(events.Doubted(record=workspace.pk, by="chat", reason=reason[:200]))


def note_service(workspace: Workspace, url: str) -> None:
    """Keep where Teams says that it listens: what is said of our own accord goes there."""
    if url != workspace.service_url and len(url) <= LONGEST_SERVICE:
        Workspace.objects.filter(pk=workspace.pk).update(service_url=url)


def note_answer(workspace: Workspace, text: str, *, went: bool) -> None:
    """Keep what the workspace answered last, and since when it does not work."""
    since = None if went else workspace.failing_since or clock.now()
    if (since, text[:300]) != (workspace.failing_since, workspace.last_answer):
        Workspace.objects.filter(pk=workspace.pk).update(failing_since=since, last_answer=text[:300])


def _refuse_gaps(workspace: Workspace, kind: str, values: dict[str, Any]) -> None:
    """What the program cannot do without is there, and what Microsoft numbers is such a number."""
    kept = {name: values.get(name, getattr(workspace, name)) for name in NEEDED.get(kind, ())}
    for name, value in kept.items():
        if not value:
            raise Refused(_("It does not work without this."), field=name)
        if kind == Kind.BOT and name in IDS and not _is_id(value):
            raise Refused(_("This is an id such as 6b1f4c1e-0d5a-4b7e-9a55-3c2f8e9d0a11."), field=name)


def _refuse_to_take_along(workspace: Workspace, values: dict[str, Any]) -> None:
    """What lets us in at one place is not shown to another."""
    there, here = urlsplit(values.get("address") or workspace.address), urlsplit(workspace.address)
    if workspace.token and not values.get("token") and there[:2] != here[:2]:
        raise Refused(_("It is somewhere else now: give this once more."), field="token")


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
