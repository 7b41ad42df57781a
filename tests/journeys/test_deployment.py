"""How it is run for real: the systemd unit, the container file, and a PostgreSQL of somebody else's, from Debian."""

import configparser
import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from testing import debian
from testing.running import ROOT, Lay, Running, command, processes_of, wait_for
from watchkeep.launch import cli
from watchkeep.launch.folders import Folders
from watchkeep.launch.postgres import sizing
from watchkeep.launch.postgres.cluster import Cluster
from watchkeep.launch.postgres.server import Server

pytestmark = [pytest.mark.journey, pytest.mark.slow]
NOBODY = 65534
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give up root")
UNIT = ROOT / "deploy/watchkeep.service"
CONTAINER = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
INSTALLED = "/opt/watchkeep/bin/watchkeep"
OLDEST = Path("/usr/lib/postgresql/15/bin")
MOST_EXPOSED = 30  # tenths of systemd's measure; a service that protects nothing has 96


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every account may enter."""
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def unit() -> configparser.SectionProxy:
    """What the unit says of its service."""
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(UNIT)
    return read["Service"]


def steps(word: str) -> list[str]:
    """What stands after a word of the container file, line by line."""
    return [line.split(maxsplit=1)[1] for line in CONTAINER.splitlines() if line.startswith(word + " ")]


@pytest.mark.skipif(not debian.found("systemd-analyze"), reason="systemd is missing: apt-get install systemd")
def test_systemd_understands_the_unit_and_finds_it_well_shut_in(place: Path):
    copy = place / UNIT.name
    copy.write_text(UNIT.read_text().replace(INSTALLED, "/bin/true"))
    verified = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    about_ours = [line for line in (verified.stdout + verified.stderr).splitlines() if UNIT.name in line]
    assert (verified.returncode, about_ours) == (0, []), "units of other programs are looked at too: not ours to judge"
    looked_at = ["systemd-analyze", "security", "--no-pager", "--offline=yes", f"--threshold={MOST_EXPOSED}", copy]
    judged = subprocess.run(looked_at, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout


@AS_ROOT
def test_the_units_command_runs_as_an_ordinary_user_without_any_privilege(place: Path):
    data, program = place / "data", place / "program"
    python = interpreter_for_everybody()
    copy_program(program)
    os.chown(place, NOBODY, NOBODY)
    drop = ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
    begun = unit()["ExecStart"].replace(INSTALLED, f"{python} -P -m watchkeep")
    masked = ["sh", "-c", f'umask {unit()["UMask"]}; exec "$@"', "sh"]
    path = f"{program}:{program}/packages"
    base = "https://watch.example.com"
    start = [*drop, *masked, *shlex.split(begun)]
    settings = {"HOME": str(place), "PYTHONPATH": path, "WATCHKEEP_HOST": "0.0.0.0", "WATCHKEEP_BASE_URL": base}
    with Running(data, command=start, user=NOBODY, **settings) as instance:
        assert f"ready:  {base}" in instance.said
        port = re.search(r"web +[\d.]+ s +port (\d+)", instance.said)[1]
        [check] = steps("HEALTHCHECK")
        asks = [sys.executable, *shlex.split(check.partition("CMD ")[2].replace(":8000", f":{port}"))[1:]]
        wait_for(lambda: not subprocess.run(asks, capture_output=True, check=False).returncode)
        for process in processes_of(data):
            assert Path(f"/proc/{process.split()[0]}").stat().st_uid == NOBODY, process
        assert data.stat().st_mode & 0o777 == 0o700
        assert not (data / "logs/web.log").exists(), "logs go to the terminal, and so to the journal"
    assert processes_of(data) == []


def test_the_container_file_copies_what_the_wheel_needs_and_starts_what_there_is(place: Path):
    here = [part.split() for part in steps("COPY") if not part.startswith("--from")]
    for *sources, target in here:
        for name in sources:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
            copy(ROOT / name, place / (target if target != "./" else name))
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place / "dist")]
    subprocess.run(build, cwd=place, check=True, capture_output=True)
    assert len(list((place / "dist").glob("watchkeep-*.whl"))) == 1
    assert "requirements.lock" in {name for names in here for name in names}
    [entry], [words] = steps("ENTRYPOINT"), steps("CMD")
    assert re.findall(r'"([^"]+)"', entry)[-1] == "watchkeep"
    assert cli.understood(re.findall(r'"([^"]+)"', words)).command == "up"
    assert "watchkeep" in steps("USER")


@pytest.fixture
def oldest(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Debian's PostgreSQL 15, and a database on it for a role that owns that database and nothing more."""
    if not OLDEST.is_dir():
        pytest.skip("PostgreSQL 15 is missing: apt-get install postgresql-15")
    monkeypatch.setenv("WATCHKEEP_POSTGRES_BIN", str(OLDEST))
    folders = Folders(place / "theirs")
    folders.make()
    server = Server(Cluster.of(folders), sizing.settings(sizing.memory()) | sizing.throw_away())
    server.start()
    monkeypatch.delenv("WATCHKEEP_POSTGRES_BIN")
    try:
        yield server.url
    finally:
        server.stop()


def test_the_oldest_postgresql_serves_and_takes_what_the_embedded_one_held(place: Path, oldest: str, inhabited: Lay):
    theirs, archive = place / "moved", place / "backup.tar"
    assert command(inhabited(place / "ours"), "backup", str(archive)).returncode == 0
    moved = command(theirs, "restore", str(archive), DATABASE_URL=oldest)
    assert moved.returncode == 0, moved.stderr
    shutil.copy2(Folders(place / "ours").demo, Folders(theirs).demo)
    with Running(theirs, "--no-demo", DATABASE_URL=oldest) as instance:
        assert "PostgreSQL 15" in instance.said
        assert "up to date" in instance.said
        wait_for(lambda: instance.get("/readyz") == 200)
        well = instance.run("doctor", DATABASE_URL=oldest)
        assert well.returncode == 0, well.stdout
        assert "PostgreSQL 15" in well.stdout
        played = instance.run("demo", "--outage", DATABASE_URL=oldest)
        assert (played.returncode, "Both regions are back" in played.stdout) == (0, True), played.stdout
    assert not (theirs / "postgres").exists()


def interpreter_for_everybody() -> str:
    """An interpreter of our version that other users may start."""
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (Path(sys.executable).resolve(), Path(f"/usr/bin/python{wanted}")):
        with contextlib.suppress(OSError):
            subprocess.run([candidate, "-c", ""], cwd="/", check=True, user=NOBODY, group=NOBODY, extra_groups=[])
            return str(candidate)
    pytest.skip(f"no Python {wanted} here that another user may start")


def copy_program(to: Path) -> None:
    """The clone and its packages, by hard links where the disk allows."""
    packages = next(Path(path) for path in sys.path if path.endswith("site-packages"))

    def link(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)

    shutil.copytree(ROOT / "watchkeep", to / "watchkeep", copy_function=link)
    shutil.copytree(packages, to / "packages", copy_function=link, ignore=shutil.ignore_patterns("*clone.pth"))
    for name in ("run", "pyproject.toml"):
        shutil.copy2(ROOT / name, to / name)
    for folder in (to, to / "watchkeep", to / "packages"):
        folder.chmod(0o755)
