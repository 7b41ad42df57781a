"""The keys of this installation: made once, kept in the data directory, readable by its owner alone."""

import json
import os
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchkeep.config.env import Env


@dataclass(frozen=True)
class Keys:
    """``secret`` signs; ``encryption`` (newest first) locks stored addresses and credentials."""

    secret: str
    encryption: tuple[str, ...]


def load(env: Env) -> Keys:
    """The keys from the environment, else from the key file, else new ones. OSError if the file cannot be made."""
    kept = _kept(env.data / "keys.json") if not (env.secret_key and env.encryption_keys) else {}
    secret = env.secret_key or kept["secret"]
    encryption = env.encryption_keys.split(",") if env.encryption_keys else kept["encryption"]
    return Keys(secret=secret, encryption=tuple(key.strip() for key in encryption))


def _kept(path: Path) -> dict[str, Any]:
    if not path.exists():
        _make(path)
    return dict(json.loads(path.read_text()))


def _make(path: Path) -> None:
    """Write new keys whole or not at all; of two processes that try, the first one's stand."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {"secret": secrets.token_urlsafe(48), "encryption": [urlsafe_b64encode(os.urandom(32)).decode()]}
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(keys))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
