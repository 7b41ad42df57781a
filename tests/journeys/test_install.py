"""The wheel: what somebody gets who installs Watchkeep without its repository."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from testing.running import ROOT, Running

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [built] = target.glob("*.whl")
    return built


def test_the_wheel_holds_templates_static_files_and_migrations_and_no_tests(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    tracked = subprocess.run(["git", "ls-files", "watchkeep"], cwd=ROOT, capture_output=True, text=True, check=False)
    for path in filter(None, tracked.stdout.splitlines()):
        assert (path in names) != ("/tests/" in path), path
    for kind in ("/templates/", "/static/", "/migrations/"):
        assert any(kind in name for name in names)
    assert not [name for name in names if not name.startswith("watchkeep")]


def test_the_installed_command_starts_the_whole_program(wheel: Path, tmp_path: Path):
    home = tmp_path / "environment"
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    [inside] = home.glob("lib/python3.*/site-packages")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(inside)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    (inside / "borrowed.pth").write_text(f"{packages}\n")
    start = [str(home / "bin/python"), str(inside / "bin/watchkeep"), "up", "--no-demo"]
    data = tmp_path / "data"
    with Running(data, command=start, PYTHONPATH="", PATH=f"{home}/bin:{os.environ['PATH']}") as instance:
        assert instance.get("/healthz") == 200
        assert instance.get("/login") == 200
        [manifest] = data.glob("static/staticfiles.json")
        assert "ui/" in manifest.read_text()
    shutil.rmtree((data / "postgres").resolve())  # as root below a closed directory, the database lives elsewhere
