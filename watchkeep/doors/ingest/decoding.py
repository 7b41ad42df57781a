"""From bytes to typed values, with one clear answer for every kind of broken input.

What PostgreSQL cannot hold (NUL, lone surrogates) is replaced by U+FFFD, and the event says so.
"""

import json
import zlib
from typing import Any, TypeVar

import msgspec

from watchkeep.doors.ingest.answers import Refusal

T = TypeVar("T")

REPLACED = "Characters that cannot be stored (NUL or half a surrogate pair) were replaced by \ufffd."


def gunzip(body: bytes, limit: int) -> bytes:
    """Unpack a gzip or deflate body; Refusal 413 as soon as it outgrows ``limit`` bytes, 400 when broken."""
    unpacker = zlib.decompressobj(wbits=47)
    try:
        plain = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise Refusal(400, "bad_gzip", ["The body is not valid gzip data."]) from error
    if len(plain) > limit:
        raise Refusal(413, "too_large", [f"The unpacked body is larger than {limit} bytes."])
    if not unpacker.eof:
        raise Refusal(400, "bad_gzip", ["The gzip data ends too early."])
    return plain


def decode(decoder: "msgspec.json.Decoder[T]", body: bytes) -> tuple[T, list[str]]:
    """The typed value, and notes on what was mended on the way.

    Raises Refusal for what is no JSON, and msgspec.ValidationError for JSON of the wrong shape.
    """
    _refuse_what_is_no_text(body)
    try:
        if b"\\u0000" in body:
            return decoder.decode(mended(body)), [REPLACED]
        return decoder.decode(body), []
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError as error:
        if b"\\ud" not in body.lower():
            raise Refusal(400, "bad_json", [f"JSON parse error: {error}"]) from error
        return decoder.decode(mended(body)), [REPLACED]
    except RecursionError as error:
        raise _too_deep() from error


def loose(body: bytes) -> Any:
    """The plain value of a body that has been read once already (to explain what is wrong with it)."""
    return json.loads(mended(body))


def mended(body: bytes) -> bytes:
    """The same JSON without NUL characters and lone surrogates."""
    try:
        return json.dumps(_clean(json.loads(body)), ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:
        raise Refusal(400, "bad_json", [f"JSON parse error: {error}"]) from error
    except RecursionError as error:
        raise _too_deep() from error


def storable(text: str) -> str:
    """The text without NUL characters and lone surrogates."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {storable(key): _clean(one) for key, one in value.items()}
    return value


def _refuse_what_is_no_text(body: bytes) -> None:
    if not body.isascii():
        try:
            body.decode()
        except UnicodeDecodeError as error:
            raise Refusal(400, "bad_utf8", [f"The body is not valid UTF-8 (byte {error.start})."]) from error


def _too_deep() -> Refusal:
    return Refusal(400, "too_deep", ["The JSON is nested too deeply."])
