"""Every test under the package may use the database; nothing reaches beyond loopback."""

import gc
import re
import socket
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from testing import checks, namespaces, template
from testing.rows import Rows

pytest_plugins = ["testing.browser"]
PACKAGE = Path(__file__).parent / "watchkeep"
DOORS = PACKAGE / "doors"
LONGEST = (
    "bad_days", "start_and_stop", "deployment", "api_fuzz", "backup_and_restore", "demo_outage", "first_watch", "story",
    "duty_pages", "items/tests/test_browser", "learning_pages", "change_pages", "test_keyboard", "catalogue_pages",
)  # fmt: skip
A_LONG_ONE = re.compile(r"\bmark\.(journey|browser|slow)\b")
OF_THE_FILE = re.compile(r"^pytestmark = (\[\n.*?^\]|.*?$)", re.MULTILINE | re.DOTALL)
hypothesis.settings.register_profile("watchkeep", max_examples=25, deadline=None)  # other ones in each run
hypothesis.settings.load_profile("watchkeep")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of the package without a test that is asked for is not even imported: that is most of the collecting."""
    if not collection_path.name.startswith("test_") or PACKAGE not in collection_path.parents:
        return None
    text = collection_path.read_text()
    if config.option.markexpr == checks.LONG:
        return not A_LONG_ONE.search(text) or None
    if config.option.markexpr in {checks.QUICK, checks.QUICKEST}:
        marks = OF_THE_FILE.search(text)
        return bool(marks and A_LONG_ONE.search(marks[0])) or None
    return None


@pytest.hookimpl(tryfirst=True)  # pytest-django then runs those that commit last
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test of a slice the database, in a transaction unless it asks for a real one; mark what is not quick.

    Of the doors all tests are marked, elsewhere those that commit: all tables are put back after each of them.
    """
    for item in items:
        if DOORS in Path(str(item.path)).parents:
            item.add_marker("door")
        if not item.get_closest_marker("django_db") and PACKAGE in Path(str(item.path)).parents:
            item.add_marker(pytest.mark.django_db(transaction="transactional_db" in getattr(item, "fixturenames", ())))
        if (mark := item.get_closest_marker("django_db")) and mark.kwargs.get("transaction"):
            item.add_marker("commits")


class Order:
    """Journeys first, the longest of all before the others, so that no process waits long for the other at the end.

    Of the first three one needs an inhabited house, which is made while the others go on. Browser tests last: their
    driver keeps an event loop in this thread.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort, and else keep the order."""
        items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[bool, bool, int]:
    rank = next((rank for rank, name in enumerate(LONGEST) if name in str(item.path)), len(LONGEST))
    return bool(item.get_closest_marker("browser")), not item.get_closest_marker("journey"), rank


def pytest_configure(config: pytest.Config) -> None:
    """Have the tests sorted once everybody else has."""
    config.pluginmanager.register(Order())


def pytest_collection_finish() -> None:
    """What has been read by now stays: no collection of garbage looks through it again, and all run less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_blocker: Any,
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001  # it names the copy
) -> None:
    """Copy the database that is already migrated, in each process of the tests."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"] |= {"TEMPLATE": template.ready()}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:  # noqa: ARG001  # it makes the database
    """Keep the rows that migrations brought; Django would empty all tables after each test that commits."""
    with django_db_blocker.unblock():
        rows = Rows()
    connection.creation._destroy_test_db = lambda name, _verbosity: template.drop(name)  # noqa: SLF001
    TransactionTestCase._fixture_teardown = lambda _: rows.restore()  # noqa: SLF001


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process remembered of the rows of another test is no news of this one's.

    Whether a program listens is asked once a test: statements that are counted do not depend on how long it takes.
    """
    cache.clear()
    monkeypatch.setattr("watchkeep.duty.notify.life.deliveries._quiet_until", 0.0)
    monkeypatch.setattr("watchkeep.duty.notify.life.deliveries.LOOKED_UP_EVERY", 3600.0)


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave this machine; a namespace of our own leads nowhere else."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        is_near = namespaces.AWAY or str(address[0]).startswith(("127.", "::1", "localhost"))
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_near:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
