"""Whom the database runs as: ourselves, or, when we are root, somebody who may do less."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from watchkeep.config import env
from watchkeep.launch.words import CannotGoOn

CANDIDATES = ("watchkeep", "postgres", "nobody")


class Dropped(TypedDict, total=False):
    """The arguments of `subprocess` that give up root."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """A user of this machine, as the one who owns the database's files and runs its server."""

    name: str
    uid: int
    gid: int

    @property
    def is_somebody_else(self) -> bool:
        """Whether processes have to change their user first."""
        return self.uid != os.geteuid()

    @property
    def dropped(self) -> Dropped:
        """How to start a process as this user: no group of ours survives."""
        return Dropped(user=self.uid, group=self.gid, extra_groups=[]) if self.is_somebody_else else Dropped()

    def may_enter(self, folder: Path) -> bool:
        """Ask the kernel, as this user, so that every parent, ACL and mount has its say."""
        try:
            answer = subprocess.run(["test", "-x", str(folder)], cwd="/", check=False, **self.dropped)
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotGoOn(
                f"PostgreSQL refuses to run as root, and starting it as {self.name} is not allowed here ({error}).\n"
                "Start Watchkeep as an ordinary user, or point DATABASE_URL at a PostgreSQL that runs elsewhere.",
            ) from error
        return answer.returncode == 0

    def own(self, path: Path) -> None:
        """Hand a file or folder over to this user."""
        if self.is_somebody_else:
            os.chown(path, self.uid, self.gid)


def for_cluster(existing: Path) -> Account:
    """The account for a database: who owns the files that are there, else the first fit."""
    if os.geteuid() != 0:
        return _named(os.geteuid())
    if existing.exists() and (owner := existing.stat().st_uid) != 0:
        return _named(owner)
    for name in (env.read().postgres_user, *CANDIDATES):
        try:
            if name and (entry := pwd.getpwnam(name)).pw_uid != 0:
                return _account(entry)
        except KeyError:
            continue
    raise CannotGoOn(
        "PostgreSQL refuses to run as root, and this machine has no user watchkeep, postgres or nobody.\n"
        "Make one (useradd --system watchkeep) and start again.",
    )


def _named(uid: int) -> Account:
    try:
        return _account(pwd.getpwuid(uid))
    except KeyError:
        raise CannotGoOn(
            f"User number {uid} has no name on this machine, and PostgreSQL asks for one.\n"
            "Start as a user that /etc/passwd knows, or point DATABASE_URL at a PostgreSQL that runs elsewhere.",
        ) from None


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
