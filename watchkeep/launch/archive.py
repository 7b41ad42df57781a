"""The one file that a backup is: a tar of the database's dump, the uploads, the keys, and a list of all with hashes."""

import contextlib
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from watchkeep.launch.words import CannotGoOn

FORMAT = 1
MANIFEST, DUMP, KEYS, DEMO, UPLOADS = "manifest.json", "database.dump", "keys.json", "demo.json", "uploads"
CHUNK = 1024 * 1024


@dataclass
class Manifest:
    """What an archive says of itself. It is written last: an archive that was cut short has none."""

    watchkeep: str
    created: str
    postgresql: str
    format: int = FORMAT
    files: dict[str, str] = field(default_factory=dict)


class Writer:
    """Put files into an archive and remember their hashes."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.tar, self.manifest = tar, manifest

    def add(self, name: str, path: Path) -> None:
        """Put a file in."""
        with path.open("rb") as file:
            hashed = _Hashed(file)
            info = self.tar.gettarinfo(arcname=name, fileobj=file)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            self.tar.addfile(info, hashed)
        self.manifest.files[name] = hashed.digest

    def add_text(self, name: str, text: str) -> None:
        """Put a small text in."""
        content = text.encode()
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self.tar.addfile(info, io.BytesIO(content))
        self.manifest.files[name] = hashlib.sha256(content).hexdigest()


@contextlib.contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write an archive that only its owner may read, and that gets its name when it is whole."""
    if path.exists():
        raise CannotGoOn(f"{path} exists already. Name another file: a backup never overwrites one.")
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise CannotGoOn(f"The backup cannot be written to {path}: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
            writer = Writer(tar, manifest)
            yield writer
            writer.add_text(MANIFEST, json.dumps(asdict(manifest), indent=2))
            tar.close()
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_manifest(tar: tarfile.TarFile) -> Manifest:
    """What the archive says of itself, checked against what is in it. Raises CannotGoOn when it is not whole."""
    try:
        manifest = _listed(tar)
        for member in tar:
            _check(tar, member, manifest)
    except tarfile.TarError as error:
        raise CannotGoOn(f"This backup was cut short ({error}). Use another one.") from error
    return manifest


def extract(tar: tarfile.TarFile, name: str, to: Path) -> None:
    """Take one file out."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = tar.extractfile(name)
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        while source and (chunk := source.read(CHUNK)):
            file.write(chunk)


def _listed(tar: tarfile.TarFile) -> Manifest:
    names = [member.name for member in tar]
    if MANIFEST not in names:
        raise CannotGoOn("This is no backup of Watchkeep, or it was cut short: its list of contents is missing.")
    manifest = _parsed(tar)
    if manifest.format != FORMAT:
        raise CannotGoOn(f"This backup has format {manifest.format}; this Watchkeep reads format {FORMAT}.")
    if sorted(names) != sorted([*manifest.files, MANIFEST]):
        raise CannotGoOn("This backup does not hold what its list says. Use another one.")
    return manifest


def _parsed(tar: tarfile.TarFile) -> Manifest:
    try:
        return Manifest(**json.load(tar.extractfile(MANIFEST) or io.BytesIO()))
    except (ValueError, TypeError) as error:
        raise CannotGoOn(f"This backup's list of contents cannot be read ({error}).") from error


def _check(tar: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest) -> None:
    path = PurePosixPath(member.name)
    is_known = member.name in {MANIFEST, DUMP, KEYS, DEMO} or path.parts[0] == UPLOADS
    if not member.isfile() or not is_known or ".." in path.parts or path.is_absolute():
        raise CannotGoOn(f"This backup holds something that no backup of ours holds: {member.name}")
    if member.name == MANIFEST:
        return
    with contextlib.closing(_Hashed(tar.extractfile(member) or io.BytesIO())) as file:
        while file.read(CHUNK):
            pass
        if file.digest != manifest.files[member.name]:
            raise CannotGoOn(f"This backup is damaged: {member.name} is not what was saved. Use another one.")


class _Hashed:
    """A file that hashes what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk: bytes = self.file.read(size)
        self.sum.update(chunk)
        return chunk

    def close(self) -> None:
        self.file.close()

    @property
    def digest(self) -> str:
        return self.sum.hexdigest()


def version_tuple(text: str) -> tuple[Any, ...]:
    """A release number, for comparing."""
    return tuple(int(part) for part in text.split(".") if part.isdigit())
