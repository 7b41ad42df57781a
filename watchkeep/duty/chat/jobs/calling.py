"""One call of a chat's interface, through the guard of everything that goes out."""

import http.client
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from watchkeep.kernel import outgoing
from watchkeep.kernel.outgoing import Allowance, BadAddress, Line

WHOLE_SECONDS = 15.0
READ_BYTES = 1024 * 1024
BUSY = 429


class Unsaid(Exception):  # noqa: N818  # it is what it says
    """It was not taken. ``is_final``: trying again would not help. The text holds no secret."""

    def __init__(self, text: str, *, is_final: bool) -> None:
        super().__init__(text)
        self.text = text
        self.is_final = is_final


class Reply:
    """A status, and the JSON object in the body, if there is one."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body

    @property
    def is_good(self) -> bool:
        """Whether it went."""
        return 200 <= self.status < 300

    @property
    def data(self) -> dict[str, Any]:
        """The object in the body; an empty one when there is none."""
        try:
            found = msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def words(self) -> str:
        """Status and beginning of the body, for the log."""
        return " ".join(f"{self.status} {self.body[:300].decode(errors='replace')}".split())

    def refuse(self) -> Unsaid:
        """What to raise for a status that is no good: busy and broken servers are asked again."""
        return Unsaid(self.words, is_final=self.status < 500 and self.status != BUSY)


def call(  # noqa: PLR0913  # a request has this many parts
    method: str,
    url: str,
    allowed: Allowance,
    *,
    json: Mapping[str, Any] | None = None,
    form: Mapping[str, str] | None = None,
    token: str = "",
) -> Reply:
    """Ask, and read the answer whatever its status. Raises Unsaid when nothing answered."""
    headers = {"user-agent": "Watchkeep", "accept": "application/json"}
    body: bytes | None = None
    if json is not None:
        body, headers["content-type"] = msgspec.json.encode(json), "application/json; charset=utf-8"
    elif form is not None:
        body, headers["content-type"] = urlencode(form).encode(), "application/x-www-form-urlencoded"
    if token:
        headers["authorization"] = f"Bearer {token}"
    try:
        place = outgoing.place_of(url)
        line = Line(place, outgoing.resolve(place.host, place.port, allowed))
    except BadAddress as error:
        raise Unsaid(str(error), is_final=True) from error
    except OSError as error:
        raise Unsaid(f"The name could not be looked up: {error}", is_final=False) from error
    path = "/" + (url.split("/", 3)[3:] or [""])[0].partition("#")[0]
    try:
        said = outgoing.exchange(
            line, method, path, body=body, headers=headers, seconds=WHOLE_SECONDS, read_bytes=READ_BYTES
        )
    except (OSError, http.client.HTTPException) as error:
        raise Unsaid(f"{type(error).__name__}: {error}", is_final=False) from error
    return Reply(said.status, said.body)
