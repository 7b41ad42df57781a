"""A pytest plugin: Debian's Chromium for browser tests, or a loud word why they are skipped."""

import os
import shutil
from typing import Any

import pytest

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's loop runs in the thread that asks the database
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)
"""The first has no windows to draw, and looks at a page in three quarters of the time."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How to start the browser: headless, without a sandbox, which root may not have, and without a graphics card."""
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": CHROMIUM, "args": [*flags, "--disable-dev-shm-usage", "--disable-gpu"]}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without a browser, skip; in CI, fail."""
    if item.get_closest_marker("browser") and not CHROMIUM:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and in CI that is a failure", pytrace=False)
        pytest.skip("Chromium is missing: apt-get install chromium-headless-shell")
