"""An OpenID provider: ``oidc-provider-mock`` from PyPI as a process of its own, and the hands of its users."""

import json
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from testing.mailbox import free_port
from testing.running import wait_for


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: where we are sent is what a test wants to see."""

    def redirect_request(self, *_args: Any) -> None:
        """Stay."""


class Provider:
    """The provider from a test's side."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._browser = urllib.request.build_opener(_Stays)

    def knows(self, subject: str, **claims: Any) -> None:
        """Let it know somebody, or know them otherwise."""
        body = json.dumps(claims).encode()
        request = urllib.request.Request(f"{self.url}/users/{subject}", body, method="PUT")
        request.add_header("Content-Type", "application/json")
        self._browser.open(request, timeout=20).close()

    def visit(self, address: str, subject: str) -> dict[str, str]:
        """Go where we are sent and sign in there; what it answers, by name, and ``to`` where."""
        return self._answered(address, sub=subject)

    def deny(self, address: str) -> dict[str, str]:
        """Go there and say no."""
        return self._answered(address, action="deny")

    def _answered(self, address: str, **form: str) -> dict[str, str]:
        request = urllib.request.Request(address, urllib.parse.urlencode(form).encode())
        try:
            self._browser.open(request, timeout=20).close()
        except urllib.error.HTTPError as error:
            place = urllib.parse.urlsplit(error.headers["Location"])
            return dict(urllib.parse.parse_qsl(place.query)) | {"to": place.path}
        raise AssertionError("the provider sent nobody back")


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider, started and stopped at the end."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            found = Provider(f"http://127.0.0.1:{port}")
            wait_for(lambda: _is_up(found), 30)
            yield found
        finally:
            process.kill()


def _is_up(found: Provider) -> bool:
    try:
        urllib.request.urlopen(f"{found.url}/.well-known/openid-configuration", timeout=5).close()
    except OSError:
        return False
    return True
