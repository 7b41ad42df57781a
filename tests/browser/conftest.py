"""A browser before the real server with pages, static files and live streams, on the test database."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from testing import looking, make
from testing.mailbox import free_port

ROOT = Path(__file__).parents[2]
EXPECTED = ("status of 409", "status of 422", "status of 403", "status of 404")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser, and rows that another process can see."""
    for item in items:
        if Path(__file__).parent in Path(str(item.path)).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps what it is given, so that a test can lay files there."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def address(django_db_setup: None, folder: Path) -> Iterator[str]:
    """Where the server listens. It ends before the test database does."""
    port = free_port()
    database = settings.DATABASES["default"]
    login = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
    url = f"postgres://{login}/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    if database["HOST"].startswith("127."):
        url = f"postgres://{login}{database['HOST']}:{database['PORT']}/{database['NAME']}"
    surroundings = {
        **os.environ,
        "DATABASE_URL": url,
        "WATCHKEEP_DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "watchkeep.config.settings",
        "WATCHKEEP_DATA": str(folder),
        "WATCHKEEP_SECRET_KEY": settings.SECRET_KEY,
        "WATCHKEEP_ENCRYPTION_KEYS": ",".join(settings.ENCRYPTION_KEYS),
        "WATCHKEEP_BASE_URL": f"http://127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    command += ["--worker-class", "watchkeep.config.server.Worker", "--graceful-timeout", "3", "--no-control-socket"]
    command += ["--keep-alive", "75", "--log-level", "warning", "watchkeep.config.asgi:app"]
    collect = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=surroundings, check=True)
    with subprocess.Popen(command, cwd=ROOT, env=surroundings) as server:
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def errors() -> list[str]:
    """What the browser complained about: nothing, at the end of every test."""
    return []


@pytest.fixture
def visit(browser: Browser, address: str, errors: list[str]) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody: ``visit("/now", as_=ana, width=360, dark=True, scripts=False)``."""
    contexts: list[BrowserContext] = []

    def open_(path: str, *, as_: Any = None, width: int = 1360, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.add_cookies([{"name": "watchkeep", "value": _session(as_ or make.ana()), "url": address}])
        page = context.new_page()
        page.on("console", lambda message: _note(message, errors))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Ask axe about a page; it must find nothing."""

    def check(page: Page) -> None:
        assert looking.objections(page) == []

    return check


def _note(message: ConsoleMessage, errors: list[str]) -> None:
    if message.type in {"error", "warning"} and not any(words in message.text for words in EXPECTED):
        errors.append(message.text)


def _session(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _wait_until_it_answers(url: str, server: "subprocess.Popen[bytes]") -> None:
    ends_at = time.monotonic() + 120
    while time.monotonic() < ends_at and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


@pytest.fixture(autouse=True)
def _forget_the_cast() -> Iterator[None]:
    """The server holds connections; a test that empties the tables must not wait for them."""
    yield
    connection.close()
