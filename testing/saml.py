"""A SAML identity provider: pysaml2's, as a process of its own (``python -m testing.saml``), with Debian's xmlsec1.

It signs in whoever it is told to (``/play/as``) without asking, and can be told to do it wrongly: for somebody else's
audience, for another recipient, for yesterday, unsigned. What it answers to ``/sso`` is the form that a browser would
send on.
"""

import argparse
import base64
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from saml2 import BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.saml import NAME_FORMAT_BASIC, NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

from testing.mailbox import free_port
from testing.running import wait_for

ROOT = Path(__file__).resolve().parent.parent
XMLSEC = shutil.which("xmlsec1")
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
Json = dict[str, Any]


def key_pair() -> tuple[str, str]:
    """A certificate and its key, made by openssl."""
    made = subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=Provider",
            "-days",
            "30",
            "-keyout",
            "-",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    key, _, rest = made.partition("-----BEGIN CERTIFICATE-----")
    return f"-----BEGIN CERTIFICATE-----{rest}", key


class Provider:
    """What it knows of us, and whom it signs in how."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.certificate, key = key_pair()
        (folder / "idp.crt").write_text(self.certificate)
        (folder / "idp.key").write_text(key)
        self.server: Server | None = None
        self.said: Json = {}

    def know(self, metadata: str, minutes: int = 5) -> None:
        """Take the metadata of a service, whose assertions live so long."""
        self.metadata = metadata
        endpoints = {"single_sign_on_service": [(f"{self.url}/sso", BINDING_HTTP_REDIRECT)]}
        policy = {
            "default": {
                "lifetime": {"minutes": minutes},
                "attribute_restrictions": None,
                "name_form": NAME_FORMAT_BASIC,
            }
        }
        config = {
            "entityid": f"{self.url}/metadata",
            "service": {"idp": {"endpoints": endpoints, "policy": policy, "want_authn_requests_signed": True}},
            "key_file": str(self.folder / "idp.key"),
            "cert_file": str(self.folder / "idp.crt"),
            "xmlsec_binary": XMLSEC,
            "metadata": {"inline": [metadata]},
        }
        self.server = Server(config=IdPConfig().load(config))

    def answer(self, query: dict[str, str]) -> Json:
        """Answer a request as told by ``/play/as``; without one, begin by ourselves."""
        assert self.server
        asked: Json = {"in_response_to": None, "destination": self.said.get("acs"), "sp_entity_id": self.said.get("sp")}
        if "SAMLRequest" in query:
            signed = {
                "relay_state": query.get("RelayState", ""),
                "sigalg": query["SigAlg"],
                "signature": query["Signature"],
            }
            request = self.server.parse_authn_request(query["SAMLRequest"], BINDING_HTTP_REDIRECT, **signed)
            asked = {**self.server.response_args(request.message)}
            asked = {name: asked[name] for name in ("in_response_to", "destination", "sp_entity_id")}
        asked |= self.said.get("wrong", {})
        self.know(self.metadata, asked.pop("minutes", 5))
        form = NAMEID_FORMAT_TRANSIENT if self.said.get("is_transient") else NAMEID_FORMAT_PERSISTENT
        response = self.server.create_authn_response(
            self.said["attributes"],
            name_id=NameID(format=form, text=self.said["subject"]),
            authn={"class_ref": self.said.get("context", PASSWORD), "authn_auth": self.url},
            sign_assertion=self.said.get("sign", "assertion") == "assertion",
            sign_response=self.said.get("sign", "assertion") == "response",
            encrypt_assertion=bool(self.said.get("is_encrypted")),
            sign_alg=self.said.get("algorithm", SIG_RSA_SHA256),
            digest_alg=DIGEST_SHA256,
            **asked,
        )
        text = base64.b64encode(str(response).encode()).decode()
        return {"text": text, "acs": asked["destination"], "relay": query.get("RelayState", "")}


class Handler(BaseHTTPRequestHandler):
    """``/sso`` for browsers, ``/play`` for tests."""

    provider: Provider

    def do_GET(self) -> None:
        """Sign somebody in: a form with one button, which sends the assertion on."""
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query, keep_blank_values=True))
        said = self.provider.answer(query)
        page = FORM.format(**{name: html.escape(value) for name, value in said.items()})
        self._say(200, page, "text/html; charset=utf-8")

    def do_POST(self) -> None:
        """Know a service, or whom to sign in."""
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/play/know":
            self.provider.know(given["metadata"])
        else:
            self.provider.said = given
        self._say(200, json.dumps({"certificate": self.provider.certificate}), "application/json")

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def _say(self, status: int, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


FORM = """<!doctype html><title>Provider</title><form method="post" action="{acs}">
<input type="hidden" name="SAMLResponse" value="{text}"><input type="hidden" name="RelayState" value="{relay}">
<button>Continue</button></form>"""


class Played:
    """The provider from a test's side."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.certificate = ""

    def know(self, metadata: str) -> None:
        """Make a service known to it."""
        self._play("know", metadata=metadata)

    def sign_in(self, subject: str, **said: Any) -> None:
        """Say whom it signs in from now on."""
        attributes = {name: said.pop(name) for name in ("email", "displayName", "groups") if name in said}
        listed = {name: value if isinstance(value, list) else [value] for name, value in attributes.items()}
        self._play("as", subject=subject, attributes=listed, **said)

    def visit(self, address: str) -> dict[str, str]:
        """Go where we are sent, as a browser would, and bring what the form would send on."""
        with urllib.request.urlopen(address, timeout=20) as answer:
            page = answer.read().decode()
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
        return {name: html.unescape(value) for name, value in fields.items()}

    def unasked(self) -> dict[str, str]:
        """Begin there."""
        return self.visit(f"{self.url}/sso")

    def _play(self, what: str, **given: Any) -> None:
        request = urllib.request.Request(f"{self.url}/play/{what}", json.dumps(given).encode())
        with urllib.request.urlopen(request, timeout=20) as answer:
            self.certificate = json.load(answer)["certificate"]


@contextmanager
def provider() -> Iterator[Played]:
    """The provider, started as a process of its own and stopped at the end."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", "testing.saml", "--port", str(port)], cwd=ROOT) as process:
        try:
            played = Played(f"http://127.0.0.1:{port}")
            wait_for(lambda: _is_up(played), 30)
            yield played
        finally:
            process.kill()


def _is_up(played: Played) -> bool:
    try:
        played.sign_in("nobody")
    except OSError:
        return False
    return True


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    given_port = options.parse_args().port
    with tempfile.TemporaryDirectory() as scratch:
        Handler.provider = Provider(f"http://127.0.0.1:{given_port}", Path(scratch))
        ThreadingHTTPServer(("127.0.0.1", given_port), Handler).serve_forever()
