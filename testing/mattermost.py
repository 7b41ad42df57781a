"""A small Mattermost: the part of its REST API v4 that Watchkeep speaks, and the hands of its users.

It runs as a process of its own (``python -m testing.mattermost --port 8065``) and, like the real one, calls the
addresses of commands, buttons and dialogs itself. What only the real server does on somebody's screen stands below
``/play``: typing a command, pressing a button, filling a dialog. It keeps everything in memory.
"""

import argparse
import base64
import json
import re
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import Any

from testing import pretending
from testing.pretending import Json, Pretender

TOKEN = "bot0token0bot0token0bot0to"
COMMAND_TOKEN = "nezum4kpu3faiec7r7c5zt6tfy"
TEAM = "nordwind"


def new_id() -> str:
    """An id as Mattermost makes them: 26 small letters and digits."""
    return "".join(secrets.choice("ybndrfg8ejkmcpqxot1uwisza345h769") for _letter in range(26))


class NoWay(Exception):  # noqa: N818  # it is what it says
    """An error answer: status, id and message."""

    def __init__(self, status: int, name: str) -> None:
        super().__init__(name)
        self.status, self.name = status, name


class World:
    """Users, channels, posts, dialogs; ``broken`` requests are answered with 503 before any other."""

    def __init__(self) -> None:
        self.team = {"id": new_id(), "name": TEAM}
        self.bot = {"id": new_id(), "username": "watchkeep", "email": "bot@localhost"}
        self.users: dict[str, Json] = {self.bot["id"]: self.bot}
        self.channels: dict[str, Json] = {}
        self.members: dict[str, set[str]] = {}
        self.posts: list[Json] = []
        self.triggers: dict[str, str] = {}
        self.dialogs: list[Json] = []
        self.broken = 0
        self.requests: list[str] = []
        self.town = self.channel({"team_id": self.team["id"], "name": "town-square", "display_name": "Town Square"})

    def channel(self, given: Json) -> Json:
        """POST /channels."""
        if any(one["name"] == given["name"] and one["team_id"] == given["team_id"] for one in self.channels.values()):
            raise NoWay(400, "store.sql_channel.save_channel.exists.app_error")
        if given["team_id"] != self.team["id"] or not 1 < len(given["name"]) <= 64:
            raise NoWay(400, "model.channel.is_valid.2_or_more.app_error")
        made = {"id": new_id(), "creator_id": self.bot["id"], "delete_at": 0, "type": "O", **given}
        self.channels[made["id"]], self.members[made["id"]] = made, {self.bot["id"]}
        return made

    def archive(self, channel: str) -> Json:
        """DELETE /channels/{id}."""
        self._living(channel)["delete_at"] = int(time.time() * 1000)
        return {"status": "OK"}

    def channel_named(self, name: str) -> Json:
        """GET /teams/{id}/channels/name/{name}."""
        living = (one for one in self.channels.values() if one["name"] == name and not one["delete_at"])
        return _or(next(living, None), 404, "app.channel.get_by_name.missing.app_error")

    def team_named(self, name: str) -> Json:
        """GET /teams/name/{name}."""
        return _or(self.team if name == TEAM else None, 404, "store.sql_team.get_by_name.missing.app_error")

    def add(self, channel: str, given: Json) -> Json:
        """POST /channels/{id}/members."""
        self._living(channel)
        if given["user_id"] not in self.users:
            raise NoWay(404, "app.user.missing_account.const")
        self.members[channel].add(given["user_id"])
        return {"channel_id": channel, **given}

    def post(self, given: Json) -> Json:
        """POST /posts; actions keep their integration here, and show it to no client."""
        self._living(given["channel_id"])
        for one in self.posts:
            if given.get("pending_post_id") and one.get("pending_post_id") == given["pending_post_id"]:
                return _shown(one)
        for attachment in given.get("props", {}).get("attachments", ()):
            for action in attachment.get("actions", ()):
                if not action["id"].isalnum():
                    raise NoWay(400, "an action's id holds letters and digits only")
        self.posts.append({"id": new_id(), "create_at": int(time.time() * 1000), **given})
        return _shown(self.posts[-1])

    def open_dialog(self, given: Json) -> Json:
        """POST /actions/dialogs/open, within three seconds of the trigger."""
        user = _or(self.triggers.pop(given["trigger_id"], None), 400, "interactive_message.trigger.app_error")
        if time.time() * 1000 - int(base64.b64decode(given["trigger_id"]).split(b":")[2]) > 3000:
            raise NoWay(400, "interactive_message.decode_trigger_id.expired")
        if len(given["dialog"]["title"]) > 24:
            raise NoWay(400, "a dialog's title has 24 letters")
        self.dialogs.append({"user_id": user, **given})
        return {"status": "OK"}

    def user_by(self, email: str) -> Json:
        """GET /users/email/{email}."""
        return _or(next((one for one in self.users.values() if one["email"] == email), None), 404, "missing_account")

    def join(self, given: Json) -> Json:
        """Somebody gets an account."""
        user = {"id": new_id(), **given}
        self.users[user["id"]] = user
        return user

    def type(self, given: Json) -> Json:
        """Somebody types a slash command: the server posts it to its request address and shows the answer."""
        trigger = self._trigger(given["user_id"])
        form = {
            "channel_id": given["channel_id"], "channel_name": "x", "command": "/incident", "team_domain": TEAM,
            "team_id": self.team["id"], "text": given["text"], "token": given.get("token", COMMAND_TOKEN),
            "trigger_id": trigger, "user_id": given["user_id"], "response_url": "http://127.0.0.1/hooks/commands/x",
            "user_name": self.users[given["user_id"]]["username"],
        }  # fmt: skip
        headers = {"Authorization": f"Token {form['token']}"}
        return _called(given["url"], urllib.parse.urlencode(form).encode(), headers)

    def press(self, given: Json) -> Json:
        """Somebody presses a button of a post: the server posts what only it knows to the integration's address."""
        post = next(one for one in self.posts if one["id"] == given["post_id"])
        actions = [action for one in post["props"]["attachments"] for action in one.get("actions", ())]
        integration = next(one for one in actions if one["id"] == given["action"])["integration"]
        told = {
            "user_id": given["user_id"], "user_name": self.users[given["user_id"]]["username"],
            "channel_id": post["channel_id"], "team_id": self.team["id"], "post_id": post["id"], "type": "button",
            "trigger_id": self._trigger(given["user_id"]), "context": integration["context"],
        }  # fmt: skip
        return _called(integration["url"], json.dumps(told).encode(), {"Content-Type": "application/json"})

    def fill(self, given: Json) -> Json:
        """Somebody fills the dialog that is open before them."""
        dialog = self.dialogs.pop()
        told = {
            "type": "dialog_submission", "callback_id": dialog["dialog"]["callback_id"], "cancelled": False,
            "state": dialog["dialog"]["state"], "user_id": dialog["user_id"], "channel_id": "", "team_id": "",
            "submission": {"text": given["text"]},
        }  # fmt: skip
        return _called(dialog["url"], json.dumps(told).encode(), {"Content-Type": "application/json"})

    def seen(self) -> Json:
        """What there is."""
        channels = [one | {"members": sorted(self.members[one["id"]])} for one in self.channels.values()]
        posts = [_shown(one) for one in self.posts]
        return {"channels": channels, "posts": posts, "dialogs": len(self.dialogs), "requests": self.requests}

    def _trigger(self, user: str) -> str:
        trigger = base64.b64encode(f"{new_id()}:{user}:{int(time.time() * 1000)}:MEUCIHRu".encode()).decode()
        self.triggers[trigger] = user
        return trigger

    def _living(self, channel: str) -> Json:
        found = self.channels.get(channel)
        if found is None or found["delete_at"]:
            raise NoWay(404, "app.channel.get.existing.app_error")
        return found


class Handler(Pretender):
    """Finds the request in the routes; everything below /api needs the bot's token."""

    world: World

    def answer(self, method: str) -> None:
        """Answer, or say why not."""
        given = json.loads(self.body or b"{}")
        try:
            if self.path.startswith("/play/"):  # may call Watchkeep, which may call back: no lock
                said = self._play(self.path.removeprefix("/play/"), given)
            else:
                with self.guard:
                    said = self._api(method, self.path.removeprefix("/api/v4"), given)
            status = 201 if method == "POST" and self.path.startswith("/api") else 200
        except NoWay as no:
            status, said = no.status, {"id": no.name, "message": no.name, "status_code": no.status}
        self.send(status, said)

    def _play(self, name: str, given: Json) -> Json:
        world = self.world
        if name == "break":
            world.broken = given["times"]
            return {}
        if name == "world":
            return {"team": world.team, "bot": world.bot, "town": world.town}
        played = {"join": world.join, "type": world.type, "press": world.press, "fill": world.fill}
        return world.seen() if name == "seen" else played[name](given)

    def _api(self, method: str, path: str, given: Json) -> Json:
        world = self.world
        world.requests.append(f"{method} {path}")
        if world.broken > 0:
            world.broken -= 1
            raise NoWay(503, "the server is restarting")
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise NoWay(401, "api.context.session_expired.app_error")
        for route, run in ROUTES.items():
            if found := re.fullmatch(route, f"{method} {urllib.parse.unquote(path)}"):
                return run(world, given, **found.groupdict())
        raise NoWay(404, "api.context.404.app_error")


ROUTES: dict[str, Callable[..., Json]] = {
    "GET /users/me": lambda world, _given: world.bot,
    "GET /users/email/(?P<email>.+)": lambda world, _given, email: world.user_by(email),
    "GET /teams/name/(?P<name>.+)": lambda world, _given, name: world.team_named(name),
    "GET /teams/[^/]+/channels/name/(?P<name>.+)": lambda world, _given, name: world.channel_named(name),
    "POST /channels": lambda world, given: world.channel(given),
    "POST /channels/(?P<channel>[^/]+)/members": lambda world, given, channel: world.add(channel, given),
    "DELETE /channels/(?P<channel>[^/]+)": lambda world, _given, channel: world.archive(channel),
    "POST /posts": lambda world, given: world.post(given),
    "POST /actions/dialogs/open": lambda world, given: world.open_dialog(given),
}


class Played(pretending.Played):
    """The mock from a test's side."""

    def posts(self, channel: str) -> list[Json]:
        """What was posted in a channel, attachment by attachment."""
        found = [one for one in self.play("seen")["posts"] if one["channel_id"] == channel]
        return [attachment | {"post_id": one["id"]} for one in found for attachment in one["props"]["attachments"]]

    def channel(self, prefix: str) -> Json | None:
        """The first channel whose name begins so."""
        return next((one for one in self.play("seen")["channels"] if one["name"].startswith(prefix)), None)


@contextmanager
def mattermost() -> Iterator[Played]:
    """The mock, started as a process of its own and stopped at the end."""
    with pretending.beside("testing.mattermost", Played) as played:
        yield played


def _called(url: str, body: bytes, headers: dict[str, str]) -> Json:
    """Call an integration, as the server does, and say what it answered."""
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read().decode()
            return {"status": answer.status, "answer": json.loads(text) if text else {}}
    except urllib.error.HTTPError as error:
        return {"status": error.code, "answer": error.read().decode()}


def _shown(post: Json) -> Json:
    """A post as clients get it: without the integrations of its actions."""
    shown: Json = json.loads(json.dumps(post))
    for attachment in shown.get("props", {}).get("attachments", ()):
        for action in attachment.get("actions", ()):
            action.pop("integration", None)
    return shown


def _or(found: Any, status: int, name: str) -> Any:
    if found is None:
        raise NoWay(status, name)
    return found


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    Handler.world = World()
    ThreadingHTTPServer(("127.0.0.1", options.parse_args().port), Handler).serve_forever()
