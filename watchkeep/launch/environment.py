"""What `./run` and `./test` do first, with a bare python3: make the environment, then hand over to it.

Nothing but the standard library may be imported here.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from watchkeep.launch.words import CannotGoOn, Step, complain, step

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMP = VENV / "installed.json"
RUNTIME, TESTS = "requirements.lock", "requirements-dev.lock"
INSTALLER = "requirements-uv.lock"
PIP = ("-m", "pip", "--disable-pip-version-check")
EXACTLY = ("--require-hashes", "--only-binary", ":all:", "--no-deps")
DEBIAN = ("python3", "python3-venv")


def main() -> int:
    """`./run`: make the environment, then become `watchkeep`. `./test`: make the environment of the tests."""
    given = sys.argv[1:]
    is_for_tests = given == ["--for-tests"]
    command = {"--demo-outage": ["demo", "--outage"]}.get(given[0] if given else "", given)
    if not command or (command[0].startswith("-") and command[0] not in {"-h", "--help", "--version"}):
        command = ["up", *command]
    try:
        make(TESTS if is_for_tests else RUNTIME)
    except CannotGoOn as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130
    if is_for_tests:
        return 0
    os.environ.pop("PYTHONPATH", None)
    return os.execv(PYTHON, [str(PYTHON), "-P", "-m", "watchkeep", *command])  # noqa: S606 -- we become it


def make(lock: str) -> None:
    """Bring `.venv` to what the lock file says: nothing to do when it is there, anew when it is not whole."""
    with _alone():
        installed, wanted = _installed(), _fingerprint(lock)
        if installed.get(lock) == wanted:
            return
        if not installed:
            _create()
        STAMP.unlink(missing_ok=True)
        _install(lock)
        _make_importable()
        STAMP.write_text(json.dumps(installed | {"python": sys.version, "place": str(VENV), lock: wanted}))


def _installed() -> dict[str, str]:
    """Which lock files the environment holds; none when an install was interrupted or the interpreter changed."""
    try:
        told: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    works = PYTHON.exists() and told.get("python") == sys.version
    return told if works and told.get("place") == str(VENV) else {}


def _fingerprint(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _create() -> None:
    if not _can_make_environments():
        _install_from_debian()
    with step("environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        result = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
        if result.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            raise CannotGoOn(f"Python could not make an environment in {VENV}:\n{result.stdout}{result.stderr}")


def _can_make_environments() -> bool:
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def _install_from_debian() -> None:
    names = " ".join(DEBIAN)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise CannotGoOn(f"Python's venv module is missing. As root: apt-get install {names}")
    with step("python3-venv") as line:
        line.note = "from Debian"
        install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *DEBIAN]
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (install, ["apt-get", "-qq", "update"], install):
            result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            if result.returncode == 0 and command is install:
                break
        importlib.invalidate_caches()
        if not _can_make_environments():
            raise CannotGoOn(f"Debian could not install {names}:\n{result.stderr.strip()}")


def _install(lock: str) -> None:
    """Install exactly what the lock file names, each file checked against its hash.

    Of what tests need Python compiles what they import, when they do: all of it would take longer.
    """
    wanted = [*EXACTLY, "-r", str(ROOT / lock)]
    total = len(re.findall(r"^[a-z0-9].*==", (ROOT / lock).read_text(), flags=re.MULTILINE))
    with step("dependencies") as line:
        if not _by_uv([*wanted, *(["--compile-bytecode"] if lock == RUNTIME else [])], line):
            _by_pip([*wanted, *(["--no-compile"] if lock == TESTS else [])], line)
        line.note = f"{total} packages"


def _by_uv(wanted: list[str], line: Step) -> bool:
    """Install with uv, which takes a fifth of the time; false where it is not to be had, or does not find its way."""
    try:
        _by_pip([*EXACTLY, "-r", str(ROOT / INSTALLER)], line)
        env = os.environ | {"UV_SYSTEM_CERTS": "true"} | _index()
        command: list[str | Path] = [VENV / "bin/uv", "pip", "install", "--quiet", "--python", PYTHON, *wanted]
        with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                line.tick("unpacking")
                time.sleep(0.1)
    except (CannotGoOn, OSError):
        return False
    return process.returncode == 0


def _index() -> dict[str, str]:
    """Where pip is told to look, for uv, which does not read what pip is told."""
    told = subprocess.run(
        [str(PYTHON), *PIP, "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    index = os.environ.get("PIP_INDEX_URL") or told.stdout.strip()
    return {"UV_DEFAULT_INDEX": index} if index else {}


def _by_pip(wanted: list[str], line: Step) -> None:
    last, seen = deque[str](maxlen=15), 0
    command = [str(PYTHON), *PIP, "install", "--no-input", "--no-color", *wanted]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for text in process.stdout or ():
            last.append("    " + text.rstrip())
            seen += text.startswith(("Collecting", "Requirement already"))
            line.tick(f"package {seen}")
    if process.returncode:
        raise CannotGoOn("The dependencies could not be installed. pip says:\n" + "\n".join(last))


def _make_importable() -> None:
    """Let the environment find this clone, and give it the command `watchkeep`, without building anything."""
    [packages] = VENV.glob("lib/python3.*/site-packages")
    (packages / "watchkeep-clone.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin/watchkeep"
    command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -P -m watchkeep "$@"\n')
    command.chmod(0o755)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One at a time: a second `./run` waits until the first has made the environment."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    raise SystemExit(main())
