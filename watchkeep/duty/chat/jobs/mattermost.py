"""Mattermost's REST API v4: https://developers.mattermost.com/api-documentation, as a bot with a token."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings

from watchkeep.duty.chat.jobs import calling
from watchkeep.duty.chat.jobs.calling import Reply, Unsaid
from watchkeep.duty.chat.jobs.ports import Channel, Chat, Guest
from watchkeep.duty.chat.models import Workspace
from watchkeep.duty.chat.rules import attachments
from watchkeep.duty.chat.rules.cards import Card, Form
from watchkeep.kernel.outgoing import Allowance

TRIES = 5
ID_LENGTH = 26


class Mattermost(Chat):
    """One team on one Mattermost server, as our bot."""

    def __init__(self, workspace: Workspace, allowed: Allowance) -> None:
        self._base = workspace.address.rstrip("/")
        self._team = workspace.team
        self._token = workspace.token
        self._doors = f"{settings.BASE_URL}/chat/{workspace.key}"
        self._allowed = allowed

    def check(self) -> str:
        """Ask who we are, and whether the team is there."""
        me, team = self._do("GET", "/users/me"), self._team_id()
        return f"{me.get('username', '')} in {self._team or team}"

    def open(self, name: str, topic: str, *, is_private: bool) -> Channel:
        """Make the channel, under the next free name when somebody else's has it."""
        team = self._team_id()
        made = self._made(team, name, topic, is_private=is_private)
        return Channel(made["id"], f"{self._base}/{quote(self._team)}/channels/{made['name']}")

    def invite(self, channel: str, guests: Sequence[Guest]) -> str:
        """Add each alone, so that one who cannot come keeps nobody out."""
        came = [self._added(channel, user) for guest in guests if (user := guest.remote or self._by_mail(guest))]
        return f"{sum(came)} of {len(guests)} invited"

    def say(self, channel: str, card: Card, mark: str) -> str:
        """Post the card. The pending id lets the server drop a repeat that follows closely."""
        where = channel if _is_id(channel) else self._channel(self._team_id(), channel)["id"]
        said = {"channel_id": where, "pending_post_id": mark, **attachments.message(card, f"{self._doors}/actions")}
        return f"ok {self._do('POST', '/posts', said).get('id', '')}"

    def archive(self, channel: str) -> str:
        """Archive it; gone already is as good."""
        reply = self._call("DELETE", f"/channels/{channel}")
        if not reply.is_good and reply.status not in (400, 404):
            raise reply.refuse()
        return "ok"

    def ask(self, trigger: str, form: Form) -> str:
        """Open a dialog; a trigger lives three seconds."""
        dialog = attachments.dialog(form)
        self._do(
            "POST", "/actions/dialogs/open", {"trigger_id": trigger, "url": f"{self._doors}/form", "dialog": dialog}
        )
        return "ok"

    def _made(self, team: str, name: str, topic: str, *, is_private: bool) -> dict[str, Any]:
        for number in range(TRIES):
            wanted = name if number == 0 else f"{name}-{number + 1}"
            given = {
                "team_id": team, "name": wanted, "display_name": wanted[:64], "type": "P" if is_private else "O",
                "header": topic[:1000],
            }  # fmt: skip
            reply = self._call("POST", "/channels", given)
            if reply.is_good:
                return reply.data
            if "exists" not in str(reply.data.get("id", "")):
                raise reply.refuse()
            if found := self._ours(team, wanted):
                return found
        raise Unsaid("Every name for the channel is taken.", is_final=True)

    def _ours(self, team: str, name: str) -> dict[str, Any] | None:
        """The living channel of this name, if we made it ourselves, and died before we could write that down."""
        found = self._call("GET", f"/teams/{team}/channels/name/{quote(name)}")
        is_ours = found.is_good and found.data.get("creator_id") == self._do("GET", "/users/me").get("id")
        return found.data if is_ours and not found.data.get("delete_at") else None

    def _by_mail(self, guest: Guest) -> str:
        found = self._call("GET", f"/users/email/{quote(guest.email)}") if guest.email else None
        return str(found.data.get("id", "")) if found and found.is_good else ""

    def _added(self, channel: str, user: str) -> bool:
        reply = self._call("POST", f"/channels/{channel}/members", {"user_id": user})
        if not reply.is_good and reply.status not in (400, 403, 404):
            raise reply.refuse()
        return reply.is_good

    def _team_id(self) -> str:
        if _is_id(self._team):
            return self._team
        return str(self._do("GET", f"/teams/name/{quote(self._team)}").get("id", ""))

    def _channel(self, team: str, name: str) -> dict[str, Any]:
        return self._do("GET", f"/teams/{team}/channels/name/{quote(name.lstrip('~#'))}")

    def _do(self, method: str, path: str, json: Mapping[str, Any] | None = None) -> dict[str, Any]:
        reply = self._call(method, path, json)
        if not reply.is_good:
            raise reply.refuse()
        return reply.data

    def _call(self, method: str, path: str, json: Mapping[str, Any] | None = None) -> Reply:
        return calling.call(method, f"{self._base}/api/v4{path}", self._allowed, json=json, token=self._token)


def _is_id(text: str) -> bool:
    return len(text) == ID_LENGTH and text.isalnum() and text.islower()
