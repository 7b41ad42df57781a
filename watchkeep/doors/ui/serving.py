"""Files of people handed out: to look at or to keep, in parts where a player asks so, and never as a page of ours."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def shown(request: HttpRequest, file: Any, *, content_type: str, size: int, tag: str) -> HttpResponseBase:
    """A picture or video to look at. Whoever asks for one part of it gets that part (RFC 9110, section 14).

    ``tag`` names the content; several parts at once are answered with the whole, as the standard allows.
    """
    etag = f'"{tag}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _safe(HttpResponse(status=304), etag)
    answer: HttpResponseBase
    if (part := _part(request, size, etag)) is None:
        answer = FileResponse(file.open("rb"), content_type=content_type)
    elif part[0] >= size:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{size}"
    else:
        first, last = part
        answer = StreamingHttpResponse(_read(file, first, last), status=206, content_type=content_type)
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
        answer["Content-Length"] = str(last - first + 1)
    return _safe(answer, etag)


def _safe(answer: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Whatever the file holds, a browser runs nothing of it."""
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["ETag"] = etag
    return answer


def _part(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte that are asked for, beyond the end where there is no such part; None for the whole."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or request.headers.get("If-Range", etag) != etag or not (asked[1] or asked[2]):
        return None
    if not asked[1]:
        length = min(int(asked[2]), size)
        return (size - length, size - 1) if length else (size, size)
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if asked[2] and int(asked[2]) < first:
        return None
    return first, last


def _read(file: Any, first: int, last: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
