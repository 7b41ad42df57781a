"""A program that talks to the API: a token, and a client that sends JSON."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from testing.makers.estate import admin
from watchkeep.estate.people.models import ApiToken, Person
from watchkeep.kernel.secrets import new_key


class Program(Client):
    """Sends JSON with a token, and shows errors of ours as answers."""

    def __init__(self, token: str = "") -> None:
        super().__init__(raise_request_exception=False)
        self.token = token

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request; headers are written with underscores, such as ``if_match``."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("authorization", f"Bearer {self.token}")
        options: dict[str, Any] = {} if body is None else {"data": body, "content_type": "application/json"}
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return getattr(super(), method)(address, headers=sent, **options)

    def send(self, path: str, file: SimpleUploadedFile | None = None, **headers: str) -> Any:
        """Send a file as a form, a small text unless told otherwise."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("authorization", f"Bearer {self.token}")
        file = file or SimpleUploadedFile("trace.log", b"a line", "text/plain")
        return super().post(path, {"file": file}, headers=sent)


def token(person: Person | None = None, *, scopes: tuple[str, ...] = ("*",), **more: Any) -> str:
    """A token in the clear, of an administrator unless told otherwise."""
    plain, digest = new_key("wk_")
    ApiToken.objects.create(
        person=person or admin(), name="a program", scopes=list(scopes), prefix=plain[:8], digest=digest, **more
    )
    return plain


def program(person: Person | None = None, *, scopes: tuple[str, ...] = ("*",)) -> Program:
    """A program that acts for a person, an administrator unless told otherwise."""
    return Program(token(person, scopes=scopes))
