"""Teams, as a registered bot: it speaks by the Bot Connector and makes channels by Microsoft Graph.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
https://learn.microsoft.com/graph/api/resources/channel
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from watchkeep.duty.chat.jobs import calling, microsoft
from watchkeep.duty.chat.jobs.calling import Reply, Unsaid
from watchkeep.duty.chat.jobs.ports import Channel, Chat, Guest
from watchkeep.duty.chat.models import Workspace
from watchkeep.duty.chat.rules import adaptive
from watchkeep.duty.chat.rules.cards import Card
from watchkeep.kernel.outgoing import Allowance

TRIES = 3
LONGEST_NAME, LONGEST_TOPIC = 50, 1000
PASSING = (404, 412)
"""What the connector says of a channel that it does not know yet, or of two writers at once: another time it works."""
SHOWN = "$select=id,displayName,description,webUrl,isArchived"


class TeamsBot(Chat):
    """One team, as our bot. Everybody in the team sees the channels that it makes."""

    def __init__(self, workspace: Workspace, allowed: Allowance) -> None:
        self._workspace = workspace
        self._service = (workspace.service_url or workspace.address).rstrip("/")
        self._allowed = allowed

    def check(self) -> str:
        """Ask for both tokens, and for the team's channels."""
        microsoft.token_for(self._workspace, microsoft.FOR_TALK, self._allowed)
        found = self._graph("GET", "/channels?$select=id")
        return f"{len(found.get('value', []))} channels in the team"

    def open(self, name: str, topic: str, *, is_private: bool) -> Channel:  # noqa: ARG002  # a bot comes into no private one
        """Make the channel, under the next free name when another one has it."""
        for number in range(TRIES):
            wanted = name[:LONGEST_NAME] if number == 0 else f"{name[: LONGEST_NAME - 2]}-{number + 1}"
            if made := self._made(wanted, topic[:LONGEST_TOPIC]):
                return Channel(str(made["id"]), str(made.get("webUrl", "")))
        raise Unsaid("Every name for the channel is taken.", is_final=True)

    def invite(self, channel: str, guests: Sequence[Guest]) -> str:
        """Name everybody who is in the team, so that Teams calls them; whoever is not in it stands in nobody's way."""
        named = [member for guest in guests if (member := self._member(channel, guest.remote or guest.email))]
        if named:
            marks = [f"<at>{html.escape(one['name'])}</at>" for one in named]
            entities = [
                {"type": "mention", "text": mark, "mentioned": {"id": one["id"], "name": one["name"]}}
                for mark, one in zip(marks, named, strict=True)
            ]
            self._post(channel, {"type": "message", "text": " ".join(marks), "entities": entities})
        return f"{len(named)} of {len(guests)} named"

    def say(self, channel: str, card: Card, _mark: str) -> str:
        """Post the card as a conversation of its own in the channel."""
        return f"ok {self._post(self._channel(channel), adaptive.post(adaptive.acting(card))).get('id', '')}"

    def archive(self, channel: str) -> str:
        """Archive it; archived already is as good."""
        reply = self._asked("POST", f"/channels/{quote(channel)}/archive", {})
        if not reply.is_good and reply.status not in (400, 404, 409):
            raise reply.refuse()
        return "ok"

    def answer(self, url: str, text: str) -> str:
        """Answer a message, below it: Teams knows no answer that one person alone reads."""
        self._talk("POST", url, {"type": "message", "text": text, "textFormat": "plain"})
        return "ok"

    def _made(self, name: str, topic: str) -> dict[str, Any] | None:
        """The channel, made now or before we died; None when the name is somebody else's."""
        given = {"displayName": name, "description": topic, "membershipType": "standard"}
        reply = self._asked("POST", "/channels", given)
        if reply.is_good:
            return reply.data
        if reply.status not in (400, 409):
            raise reply.refuse()
        found = self._named(name)
        if found is None and "exist" not in reply.words:
            raise reply.refuse()
        return found if found and found.get("description") == topic and not found.get("isArchived") else None

    def _named(self, name: str) -> dict[str, Any] | None:
        wanted = quote(f"displayName eq '{name.replace(chr(39), chr(39) * 2)}'")
        found = self._graph("GET", f"/channels?$filter={wanted}&{SHOWN}").get("value", [])
        return next((one for one in found if one.get("displayName") == name), None)

    def _channel(self, name: str) -> str:
        """The id of a channel that is given by id or by name."""
        if name.startswith("19:"):
            return name
        found = self._named(name.lstrip("#"))
        if found is None:
            raise Unsaid(f"There is no channel {name} in the team.", is_final=True)
        return str(found["id"])

    def _member(self, channel: str, who: str) -> dict[str, Any] | None:
        if not who:
            return None
        url = f"{self._service}/v3/conversations/{quote(channel)}/members/{quote(who)}"
        reply = self._talked("GET", url, None)
        if reply.is_good:
            return {"id": str(reply.data.get("id", "")), "name": str(reply.data.get("name", ""))}
        if reply.status in (400, 403, 404):
            return None
        raise reply.refuse()

    def _post(self, channel: str, activity: Mapping[str, Any]) -> dict[str, Any]:
        given = {
            "isGroup": True, "bot": {"id": f"28:{self._workspace.app_id}"}, "tenantId": self._workspace.tenant,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": self._workspace.tenant}},
            "activity": activity,
        }  # fmt: skip
        return self._talk("POST", f"{self._service}/v3/conversations", given)

    def _talk(self, method: str, url: str, json: Mapping[str, Any]) -> dict[str, Any]:
        reply = self._talked(method, url, json)
        if not reply.is_good:
            raise Unsaid(reply.words, is_final=False) if reply.status in PASSING else reply.refuse()
        return reply.data

    def _talked(self, method: str, url: str, json: Mapping[str, Any] | None) -> Reply:
        return self._call(method, url, microsoft.FOR_TALK, json)

    def _graph(self, method: str, path: str) -> dict[str, Any]:
        reply = self._asked(method, path, None)
        if not reply.is_good:
            raise reply.refuse()
        return reply.data

    def _asked(self, method: str, path: str, json: Mapping[str, Any] | None) -> Reply:
        url = f"{microsoft.GRAPH}/teams/{quote(self._workspace.team)}{path}"
        return self._call(method, url, microsoft.FOR_GRAPH, json)

    def _call(self, method: str, url: str, scope: str, json: Mapping[str, Any] | None) -> Reply:
        """Ask with a token; one that is refused before its time is replaced once."""
        reply = Reply(401, b"")
        for is_refused in (False, True):
            token = microsoft.token_for(self._workspace, scope, self._allowed, is_refused=is_refused)
            reply = calling.call(method, url, self._allowed, json=json, token=token)
            if reply.status != 401:  # unauthorised
                break
        return reply
