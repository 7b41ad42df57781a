"""A small Microsoft Teams: what Watchkeep speaks of Microsoft's sign-in, Graph and Bot Connector, and its users' hands.

It runs as a process of its own (``python -m testing.teams --port 8066``). Its tokens are signed with a key that is made
when it starts and published as the connector publishes its own. What only the real one does stands below ``/play``:
there somebody writes or presses, and what the connector would send to the bot comes back, for the test to bring. It
keeps everything in memory.
"""

import argparse
import json
import re
import secrets
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from testing import pretending
from testing.pretending import Json, Pretender

APP = "6b1f4c1e-0d5a-4b7e-9a55-3c2f8e9d0a11"
TENANT = "1f0a3c52-7c1d-4a8f-9b1e-55d0c7a4e921"
TEAM = "02bd9fd6-8f93-4758-87c3-1fb73740a315"
SECRET = "a client secret"
ISSUER = "https://api.botframework.com"


class NoWay(Exception):  # noqa: N818  # it is what it says
    """An error answer: status, code and message."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message or code


class World:
    """Channels, members, what was said; ``broken`` requests are answered with 503 before any other."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.keys = {name: rsa.generate_private_key(public_exponent=65537, key_size=2048) for name in ("one", "other")}
        self.channels: dict[str, Json] = {}
        self.members: dict[str, Json] = {}
        self.said: list[Json] = []
        self.answers: list[Json] = []
        self.tokens: dict[str, str] = {}
        self.requests: list[str] = []
        self.broken = 0
        self.channel({"displayName": "General", "description": "", "membershipType": "standard"})

    def metadata(self) -> Json:
        """The connector's OpenID document."""
        return {
            "issuer": ISSUER,
            "jwks_uri": f"{self.home}/v1/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def published(self) -> Json:
        """The keys: one may sign for Teams, another may not, a third is not published."""
        shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.keys["one"].public_key()))
        return {
            "keys": [
                shown | {"kid": "one", "use": "sig", "endorsements": ["msteams", "webchat"]},
                shown | {"kid": "webchat", "use": "sig", "endorsements": ["webchat"]},
            ]
        }

    def sign_in(self, given: Json) -> Json:
        """POST /{tenant}/oauth2/v2.0/token, by client credentials."""
        if (given.get("client_id"), given.get("client_secret")) != (APP, SECRET):
            raise NoWay(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
        token = secrets.token_hex(16)
        self.tokens[token] = given["scope"]
        return {"token_type": "Bearer", "expires_in": 3599, "access_token": token}

    def channel(self, given: Json) -> Json:
        """POST /teams/{team}/channels."""
        if not 0 < len(given["displayName"]) <= 50 or given["membershipType"] != "standard":
            raise NoWay(400, "BadRequest", "Invalid channel name")
        if any(one["displayName"] == given["displayName"] for one in self.channels.values()):
            raise NoWay(400, "BadRequest", "Channel name already existed, please use other name.")
        name = f"19:{secrets.token_hex(16)}@thread.tacv2"
        url = f"https://teams.microsoft.com/l/channel/{urllib.parse.quote(name)}"
        self.channels[name] = {"id": name, "webUrl": url, "isArchived": False, **given}
        return self.channels[name]

    def listed(self, query: str) -> Json:
        """GET /teams/{team}/channels, all or by name."""
        wanted = re.search(r"displayName eq '(.*?)'(&|$)", urllib.parse.unquote(query))
        name = wanted[1].replace("''", "'") if wanted else None
        return {"value": [one for one in self.channels.values() if name in (None, one["displayName"])]}

    def archive(self, channel: str) -> Json:
        """POST /teams/{team}/channels/{channel}/archive."""
        self._living(channel)["isArchived"] = True
        return {}

    def member(self, who: str) -> Json:
        """GET /v3/conversations/{channel}/members/{who}: by directory id, address or the connector's own id."""
        found = (one for one in self.members.values() if who in (one["id"], one["aadObjectId"], one["email"]))
        if not (one := next(found, None)):
            raise NoWay(404, "MemberNotFoundInConversation")
        return one

    def post(self, given: Json) -> Json:
        """POST /v3/conversations: a conversation of its own in a channel."""
        channel = given["channelData"]["channel"]["id"]
        self._living(channel)
        if given["bot"]["id"] != f"28:{APP}" or not given["isGroup"]:
            raise NoWay(400, "BadArgument")
        number = str(len(self.said) + 1)
        self.said.append({"channel": channel, "id": number, **given["activity"]})
        return {"id": f"{channel};messageid={number}", "activityId": number}

    def reply(self, talk: str, to: str, given: Json) -> Json:
        """POST /v3/conversations/{conversation}/activities/{activity}."""
        self.answers.append({"conversation": talk, "to": to, **given})
        return {"id": str(len(self.answers))}

    def join(self, given: Json) -> Json:
        """Somebody becomes a member of the team."""
        own = secrets.token_hex(8)
        self.members[own] = {"id": f"29:{own}", "aadObjectId": own, "userPrincipalName": given["email"], **given}
        return self.members[own]

    def write(self, given: Json) -> Json:
        """Somebody writes to the bot, naming it: what the connector sends for it."""
        text = f"<at>Watchkeep</at> {given['text']}"
        us = {"type": "mention", "text": "<at>Watchkeep</at>", "mentioned": {"id": f"28:{APP}", "name": "Watchkeep"}}
        return self._sent(given, {"type": "message", "text": text, "entities": [us]})

    def press(self, given: Json) -> Json:
        """Somebody presses a card's button, or sends its form: what the connector sends for it."""
        data = given["action"]["data"] | ({"said": given["said"]} if "said" in given else {})
        action = {"type": "Action.Execute", "verb": given["action"]["verb"], "data": data}
        value = {"action": action, "trigger": "manual"}
        return self._sent(given, {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": "1"})

    def seen(self) -> Json:
        """What there is."""
        return {"channels": [*self.channels.values()], "said": self.said, "answers": self.answers,
                "requests": self.requests}  # fmt: skip

    def _sent(self, given: Json, what: Json) -> Json:
        """An activity and the token that comes with it; ``claims``, ``kid`` and ``activity`` make it another."""
        who = self.members[given["who"]]
        service, talk = f"{self.home}/emea/", f"{given.get('channel', 'a:1')};messageid=1"
        activity = {
            "id": f"f:{secrets.token_hex(8)}", "channelId": "msteams", "serviceUrl": service,
            "from": {"id": who["id"], "name": who["name"], "aadObjectId": who["aadObjectId"]},
            "conversation": {"id": talk, "conversationType": "channel", "tenantId": TENANT},
            "recipient": {"id": f"28:{APP}", "name": "Watchkeep"}, "channelData": {"tenant": {"id": TENANT}},
            **what, **given.get("activity", {}),
        }  # fmt: skip
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP, "nbf": now - 60, "exp": now + 3600, "serviceurl": service}
        key = self.keys[given.get("key", "one")]
        token = jwt.encode(claims | given.get("claims", {}), key, "RS256", headers={"kid": given.get("kid", "one")})
        return {"activity": activity, "authorization": f"Bearer {token}"}

    def _living(self, channel: str) -> Json:
        found = self.channels.get(channel)
        if found is None or found["isArchived"]:
            raise NoWay(404, "ConversationNotFound")
        return found


class Handler(Pretender):
    """Finds the request in the routes; Graph and the connector each want a token for themselves."""

    world: World

    def answer(self, method: str) -> None:
        """Answer, or say why not."""
        body = self.body
        is_form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        given = dict(urllib.parse.parse_qsl(body.decode())) if is_form else json.loads(body or b"{}")
        path, _mark, query = self.path.partition("?")
        try:
            with self.guard:
                said = self._find(method, path, query, given)
            status = 201 if method == "POST" and path.startswith(("/v1.0", "/emea", "/teams")) else 200
        except NoWay as no:
            status, said = no.status, {"error": {"code": no.code, "message": no.message}}
        self.send(status, said)

    def _find(self, method: str, path: str, query: str, given: Json) -> Json:
        world = self.world
        if path.startswith("/play/"):
            return self._play(path.removeprefix("/play/"), given)
        world.requests.append(f"{method} {path}")
        if world.broken > 0:
            world.broken -= 1
            raise NoWay(503, "ServiceUnavailable")
        for (scope, route), run in ROUTES.items():
            if found := re.fullmatch(route, f"{method} {path}"):
                if scope and world.tokens.get(self.headers.get("Authorization", "")[7:]) != scope:
                    raise NoWay(401, "Unauthorized")
                parts = {name: urllib.parse.unquote(part) for name, part in found.groupdict().items()}
                return run(world, {"query": query} if method == "GET" else given, **parts)
        raise NoWay(404, "NotFound")

    def _play(self, name: str, given: Json) -> Json:
        world = self.world
        if name == "break":
            world.broken = given["times"]
        elif name == "forget":
            world.tokens.clear()
        elif name == "seen":
            return world.seen()
        else:
            return {"join": world.join, "write": world.write, "press": world.press}[name](given)
        return {}


TALK, GRAPH = "https://api.botframework.com/.default", "https://graph.microsoft.com/.default"
ROUTES: dict[tuple[str, str], Callable[..., Json]] = {
    ("", "GET /v1/.well-known/openidconfiguration"): lambda world, _given: world.metadata(),
    ("", "GET /v1/keys"): lambda world, _given: world.published(),
    ("", f"POST /{TENANT}/oauth2/v2.0/token"): lambda world, given: world.sign_in(given),
    (GRAPH, f"GET /v1.0/teams/{TEAM}/channels"): lambda world, given: world.listed(given["query"]),
    (GRAPH, f"POST /v1.0/teams/{TEAM}/channels"): lambda world, given: world.channel(given),
    (GRAPH, f"POST /v1.0/teams/{TEAM}/channels/(?P<channel>[^/]+)/archive"): (
        lambda world, _given, channel: world.archive(channel)
    ),
    (TALK, "POST /(?:teams|emea)/v3/conversations"): lambda world, given: world.post(given),
    (TALK, "GET /(?:teams|emea)/v3/conversations/[^/]+/members/(?P<who>[^/]+)"): (
        lambda world, _given, who: world.member(who)
    ),
    (TALK, "POST /(?:teams|emea)/v3/conversations/(?P<talk>[^/]+)/activities/(?P<to>[^/]+)"): (
        lambda world, given, talk, to: world.reply(talk, to, given)
    ),
}


class Played(pretending.Played):
    """The mock from a test's side."""

    def cards(self, channel: str) -> list[Json]:
        """The cards in a channel."""
        said = [one for one in self.play("seen")["said"] if one["channel"] == channel]
        return [attachment["content"] for one in said for attachment in one.get("attachments", ())]

    def channel(self, prefix: str) -> Json | None:
        """The first channel whose name begins so."""
        return next((one for one in self.play("seen")["channels"] if one["displayName"].startswith(prefix)), None)


@contextmanager
def teams() -> Iterator[Played]:
    """The mock, started as a process of its own and stopped at the end."""
    with pretending.beside("testing.teams", Played) as played:
        yield played


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    port = options.parse_args().port
    Handler.world = World(f"http://127.0.0.1:{port}")
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
