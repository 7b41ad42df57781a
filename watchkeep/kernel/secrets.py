"""Keys, signatures and encrypted columns.

A key that we hand out is 160 bits of randomness, so one round of SHA-256 keeps it safe and lets an
index find it: a lookup by digest compares nothing that a clock could betray.
"""

import base64
import hashlib
import secrets as random
from functools import lru_cache
from typing import Any, cast

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.crypto import salted_hmac


def new_key(prefix: str = "") -> tuple[str, bytes]:
    """A new key in the clear, to be shown once, and its digest, to be stored."""
    plain = f"{prefix}{random.token_hex(20)}"
    return plain, digest(plain)


def digest(plain: str) -> bytes:
    """What is stored of a key: SHA-256, 32 bytes."""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()


def sign(value: Any, purpose: str) -> str:
    """A signed, dated text that carries a JSON value for one purpose and no other."""
    return signing.dumps(value, salt=f"watchkeep.{purpose}")


def unsign(text: str, purpose: str, max_age_seconds: int) -> Any | None:
    """The value, or None when the text was forged, changed, made for something else or is too old."""
    try:
        return signing.loads(text, salt=f"watchkeep.{purpose}", max_age=max_age_seconds)
    except signing.BadSignature:
        return None


def stamp(text: str, purpose: str) -> str:
    """Sixteen lower-case letters and digits (80 bits) that only we can put beside this text, for one purpose."""
    seal = salted_hmac(f"watchkeep.{purpose}", text, algorithm="sha256").digest()
    return base64.b32encode(seal[:10]).decode().lower()


@lru_cache(maxsize=4)
def _vault(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(plain: str) -> str:
    """Encrypt with the newest of ``settings.ENCRYPTION_KEYS``."""
    return _vault(tuple(settings.ENCRYPTION_KEYS)).encrypt(plain.encode()).decode()


def decrypt(kept: str) -> str:
    """Decrypt with whichever key fits; ``cryptography.fernet.InvalidToken`` when none does."""
    return _vault(tuple(settings.ENCRYPTION_KEYS)).decrypt(kept.encode()).decode()


class SecretField(models.TextField):  # type: ignore[type-arg]
    """A text that is encrypted in the database. It cannot be searched or ordered by."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:  # noqa: ARG002  # Django's signature
        """Decrypt on the way out."""
        return decrypt(cast("str", value)) if value else value
