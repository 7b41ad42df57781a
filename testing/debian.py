"""The programs that tests meet in real life, from Debian: a browser, Prometheus, SSH, LDAP, mail, databases."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from watchkeep.launch.words import CannotGoOn, say, step

PACKAGES = {
    "chromium-headless-shell": "chromium-headless-shell",
    "dovecot-imapd": "dovecot",
    "dovecot-lmtpd": "/usr/lib/dovecot/lmtp",
    "dovecot-sieve": "sievec",
    "fusioninventory-agent": "fusioninventory-agent",
    "iproute2": "ip",
    "mlmmj": "mlmmj-receive",
    "nmap": "nmap",
    "openssh-server": "sshd",
    "postfix": "postfix",
    "postgresql-15": "/usr/lib/postgresql/15/bin/postgres",
    "prometheus": "prometheus",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "slapd": "slapd",
    "snmpd": "snmpd",
    "systemd": "systemd-analyze",
    "xmlsec1": "xmlsec1",
}
NO_SERVICES = Path("/usr/sbin/policy-rc.d")


def found(program: str) -> str | None:
    """Where a program is; servers live where only root looks by itself."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin")


def provide() -> list[str]:
    """Install what is missing, or say what tests will be skipped for want of it. In CI nothing may be missing."""
    missing = [package for package, program in PACKAGES.items() if not found(program)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        missing = _install(missing)
    told = [f"{package} is missing: its tests are skipped. As root: apt-get install {package}" for package in missing]
    if told and os.environ.get("CI") == "true":
        raise CannotGoOn("\n".join(told).replace("its tests are skipped", "in CI that is a failure"))
    for line in told:
        say(f"  ! {line}")
    return told


def _install(packages: list[str]) -> list[str]:
    with step("Debian packages") as line, _without_starting_services():
        line.note = " ".join(packages)
        install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages]
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (install, ["apt-get", "-qq", "update"], install):
            with subprocess.Popen(
                command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            ) as process:
                for text in process.stdout or ():
                    line.tick(text.strip()[:60])
            if process.returncode == 0 and command is install:
                break
    return [package for package in packages if not found(PACKAGES[package])]


@contextlib.contextmanager
def _without_starting_services() -> Iterator[None]:
    """Debian starts what it installs; tests start their own, on ports of their own."""
    if NO_SERVICES.exists():
        yield
        return
    NO_SERVICES.write_text("#!/bin/sh\nexit 101\n")
    NO_SERVICES.chmod(0o755)
    try:
        yield
    finally:
        NO_SERVICES.unlink(missing_ok=True)
