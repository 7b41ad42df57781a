"""Ansible playbooks through ansible-runner, an extra: a process of its own, with an environment of its own.

The child knows nothing of ours: no database, no keys. Variables are handed over as text that Ansible does not read as a
template, so that a placeholder's value cannot become code.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from watchkeep.duty.connections.jobs.carrying import MOST_BYTES, Job
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.rules.actions.playing import AnsiblePlaybook
from watchkeep.duty.connections.rules.settings import Ansible

MISSING = "Ansible is not installed with this Watchkeep. An administrator adds it: pip install 'watchkeep[ansible]'"
_BIN = Path(sys.executable).parent
PATIENCE_SECONDS = 5


def carry_out(job: Job) -> Outcome:
    """Play it; Ansible's exit code decides."""
    assert isinstance(job.action, AnsiblePlaybook)  # noqa: S101  # the library says so
    action, folder = job.action, _folder(job)
    if trouble := _trouble(folder, action.playbook):
        return Outcome(End.FAILED, why=trouble)
    with tempfile.TemporaryDirectory(prefix="watchkeep-ansible-") as scratch:
        command = _prepared(job, Path(scratch), folder)
        code, text = _run(command, Path(scratch), job)
    result = {"exit_code": code, **_counts(text)}
    if code == 0:
        return Outcome(End.SUCCEEDED, output=text, result=result)
    return Outcome(End.FAILED, output=text, why=f"Ansible ended with code {code}.", result=result)


def probe(job: Job) -> Outcome:
    """See that Ansible is here, and that it can read the inventory."""
    folder = _folder(job)
    if trouble := _trouble(folder):
        return Outcome(End.FAILED, why=trouble)
    with tempfile.TemporaryDirectory(prefix="watchkeep-ansible-") as scratch:
        where = _inventory(job, Path(scratch), folder)
        code, text = _run([str(_BIN / "ansible-inventory"), "-i", str(where), "--graph"], Path(scratch), job)
    return (
        Outcome(End.SUCCEEDED, output=text) if code == 0 else Outcome(End.FAILED, output=text, why="It cannot be read.")
    )


def _folder(job: Job) -> Path:
    assert isinstance(job.settings, Ansible)  # noqa: S101  # the library says so
    return Path(job.settings.folder)


def _trouble(folder: Path, *files: str) -> str:
    if find_spec("ansible_runner") is None or not (_BIN / "ansible-playbook").exists():
        return MISSING
    if not folder.is_dir():
        return f"There is no folder {folder} on the server on which Watchkeep works."
    for name in files:
        path = (folder / name).resolve()
        if not path.is_file() or not path.is_relative_to(folder.resolve()):
            return f"There is no file {name} in the folder."
    return ""


def _prepared(job: Job, scratch: Path, folder: Path) -> list[str]:
    """What ansible-runner reads: its own folder with variables and the way to the vault."""
    assert isinstance(job.action, AnsiblePlaybook)  # noqa: S101  # the library says so
    assert isinstance(job.settings, Ansible)  # noqa: S101  # the same
    (scratch / "env").mkdir()
    lines = [f"{name}: !unsafe {_quoted(value)}" for name, value in job.action.variables.items()]
    (scratch / "env" / "extravars").write_text("---\n" + "\n".join(lines or ["{}"]) + "\n")
    (scratch / "env" / "settings").write_text(json.dumps({"job_timeout": max(1, round(job.deadline.left))}))
    if job.settings.vault_password:
        (scratch / "vault").touch(0o600)
        (scratch / "vault").write_text(job.settings.vault_password)
        (scratch / "env" / "cmdline").write_text(f"--vault-password-file {scratch / 'vault'}")
    command = [sys.executable, "-P", "-m", "ansible_runner", "run", str(scratch), "-p", job.action.playbook]
    command += ["--project-dir", str(folder), "--inventory", str(_inventory(job, scratch, folder))]
    return [*command, *(["--limit", ",".join(job.action.limit)] if job.action.limit else [])]


def _quoted(value: str) -> str:
    """A text in double quotes as YAML reads it: beyond ASCII by the code point, for JSON's halves of pairs are none."""
    return re.sub(r"[^ -~]", lambda sign: f"\\U{ord(sign[0]):08x}", json.dumps(value, ensure_ascii=False))


def _inventory(job: Job, scratch: Path, folder: Path) -> Path:
    """The file of the project, or one that names the hosts."""
    assert isinstance(job.settings, Ansible)  # noqa: S101  # the library says so
    if "," not in job.settings.inventory:
        return folder / job.settings.inventory
    hosts = scratch / "hosts"
    hosts.write_text("\n".join(host.strip() for host in job.settings.inventory.split(",")))
    return hosts


def _run(command: list[str], scratch: Path, job: Job) -> tuple[int, str]:
    """Run it in a group of its own, and keep the beginning of what it prints."""
    environment = {
        "PATH": os.pathsep.join([str(_BIN), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": str(scratch),
        "LANG": "C.UTF-8",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_LOCAL_TEMP": str(scratch / "tmp"),
    }
    with subprocess.Popen(  # noqa: S603  # our own interpreter, and arguments that were checked
        command,
        env=environment,
        cwd=scratch,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        job.deadline.cuts(lambda: _stop(process, scratch))
        kept = bytearray()
        while chunk := os.read(process.stdout.fileno(), 32_768) if process.stdout else b"":
            kept += chunk[: max(0, MOST_BYTES - len(kept))]
        code = process.wait()
    if job.deadline.is_over:
        _end_all(scratch)
    return code, kept.decode(errors="replace")


def _stop(process: "subprocess.Popen[bytes]", scratch: Path) -> None:
    """Ask the runner to end its playbook; then end whatever it started, for Ansible's workers leave their group."""
    process.terminate()
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < ends_at:
        time.sleep(0.1)
    _end_all(scratch)


def _end_all(scratch: Path) -> None:
    """End the processes whose home is this folder: those of one run, and no others."""
    mark = f"HOME={scratch}\0".encode()
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (place / "environ").read_bytes():
                os.kill(int(place.name), signal.SIGKILL)


def _counts(text: str) -> dict[str, str | int | bool]:
    """How much changed and failed over all hosts, from Ansible's own recap."""
    recap = text.rpartition("PLAY RECAP")[2]
    words = [word.partition("=") for word in recap.split()]
    return {
        name: sum(int(value) for key, _, value in words if key == name and value.isdigit())
        for name in ("changed", "failed", "unreachable")
    }
