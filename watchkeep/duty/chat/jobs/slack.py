"""Slack's Web API: https://docs.slack.dev/apis/web-api. It answers 200 to most things and says in ``ok`` whether."""

from collections.abc import Sequence
from typing import Any

from watchkeep.duty.chat.jobs import calling
from watchkeep.duty.chat.jobs.calling import Unsaid
from watchkeep.duty.chat.jobs.ports import Channel, Chat, Guest
from watchkeep.duty.chat.models import Workspace
from watchkeep.duty.chat.rules import blocks
from watchkeep.duty.chat.rules.cards import Card, Form
from watchkeep.kernel.outgoing import Allowance

PASSING = frozenset({
    "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
    "team_added_to_org", "message_limit_exceeded", "no answer",
})  # fmt: skip
"""Errors that another time may not bring."""
PAGES = 5
"""How far a channel is looked for whose name is taken: a thousand a page."""
TRIES = 5


class Slack(Chat):
    """One Slack workspace, as our bot."""

    def __init__(self, workspace: Workspace, allowed: Allowance) -> None:
        self._base = workspace.address.rstrip("/")
        self._token = workspace.token
        self._allowed = allowed

    def check(self) -> str:
        """Ask who we are."""
        me = self._do("auth.test")
        return f"{me.get('user', '')} in {me.get('team', '')}"

    def open(self, name: str, topic: str, *, is_private: bool) -> Channel:
        """Make the channel, under the next free name when somebody else's has it."""
        me = self._do("auth.test")
        found = self._made(name, me.get("user_id", ""), is_private=is_private)
        self._do("conversations.setTopic", channel=found, topic=topic[:250])
        return Channel(found, f"{str(me.get('url', '')).rstrip('/')}/archives/{found}")

    def invite(self, channel: str, guests: Sequence[Guest]) -> str:
        """Invite each alone, so that one who cannot come keeps nobody out."""
        came = [self._invited(channel, user) for guest in guests if (user := guest.remote or self._by_mail(guest))]
        return f"{sum(came)} of {len(guests)} invited"

    def say(self, channel: str, card: Card, _mark: str) -> str:
        """Post the card as blocks."""
        return f"ok {self._do('chat.postMessage', channel=channel, **blocks.message(card)).get('ts', '')}"

    def archive(self, channel: str) -> str:
        """Archive it; archived already is as good."""
        self._do("conversations.archive", fine=("already_archived",), channel=channel)
        return "ok"

    def ask(self, trigger: str, form: Form) -> str:
        """Open a modal; a trigger lives three seconds."""
        self._do("views.open", trigger_id=trigger, view=blocks.view(form))
        return "ok"

    def answer(self, url: str, text: str) -> str:
        """Post to the ``response_url`` of a button: seen by whoever pressed it alone."""
        said = {"response_type": "ephemeral", "replace_original": False, "text": blocks.escaped(text)}
        reply = calling.call("POST", url, self._allowed, json=said)
        if not reply.is_good:
            raise reply.refuse()
        return reply.words

    def _made(self, name: str, me: str, *, is_private: bool) -> str:
        for number in range(TRIES):
            wanted = name if number == 0 else f"{name}-{number + 1}"
            said = self._do("conversations.create", fine=("name_taken",), name=wanted, is_private=is_private)
            if said["ok"]:
                return str(said["channel"]["id"])
            if found := self._found(wanted, me):
                return found
        raise Unsaid("name_taken", is_final=True)

    def _found(self, name: str, me: str) -> str:
        """The living channel of this name, if we made it ourselves, and died before we could write that down."""
        cursor = ""
        for _page in range(PAGES):
            asked = {"limit": "1000", "exclude_archived": "true", "types": "public_channel,private_channel"}
            said = self._form("conversations.list", **asked, cursor=cursor)
            for one in said.get("channels", []):
                if one.get("name") == name and one.get("creator") == me:
                    return str(one["id"])
            cursor = said.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                break
        return ""

    def _by_mail(self, guest: Guest) -> str:
        """The account with this address, if the bot may look (``users:read.email``)."""
        said = self._form("users.lookupByEmail", email=guest.email) if guest.email else {}
        return str(said.get("user", {}).get("id", ""))

    def _invited(self, channel: str, user: str) -> bool:
        fine = ("already_in_channel", "cant_invite_self", "user_not_found", "cant_invite", "user_is_restricted")
        return bool(self._do("conversations.invite", fine=fine, channel=channel, users=user)["ok"])

    def _form(self, method: str, **given: str) -> dict[str, Any]:
        """Ask something whose no is an answer: no such user, or not allowed to look."""
        url = f"{self._base}/{method}"
        return self._read(calling.call("POST", url, self._allowed, form=given, token=self._token), fine=None)

    def _do(self, method: str, *, fine: Sequence[str] = (), **given: Any) -> dict[str, Any]:
        url = f"{self._base}/{method}"
        return self._read(calling.call("POST", url, self._allowed, json=given, token=self._token), fine=fine)

    @staticmethod
    def _read(reply: calling.Reply, fine: Sequence[str] | None) -> dict[str, Any]:
        if not reply.is_good:
            raise reply.refuse()
        said = {"ok": False} | reply.data
        error = str(said.get("error", "no answer"))
        if said["ok"] or (error not in PASSING and (fine is None or error in fine)):
            return said
        needed = f" (needs {said['needed']})" if said.get("needed") else ""
        raise Unsaid(f"{error}{needed}", is_final=error not in PASSING)
