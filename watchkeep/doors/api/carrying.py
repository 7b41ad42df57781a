"""Every call in its envelope: known parameters only, one transaction, once per idempotency key.

What must stay although the call is refused, such as a wrong password that is counted, is done ``first``.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.operation import Operation

from watchkeep.doors.api import answers, reading
from watchkeep.doors.api.problems import Problem, Wrong
from watchkeep.kernel import idempotency
from watchkeep.kernel.idempotency import Answer

KEY = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
View = Callable[..., Any]


def carry(view: View) -> View:
    """Wrap a view: what it returns becomes the answer, what it changes stands or falls with it.

    The permission of a whole collection is asked here; that of a record's verb by the verb, once it is found.
    """
    operation: Operation = view._ninja_operation  # type: ignore[attr-defined]  # noqa: SLF001  # Ninja's own mark
    status = next(iter(operation.response_models))
    known = frozenset(_query_names(operation))
    may = "" if "{" in operation.path else (operation.openapi_extra or {}).get("x-permission", "")

    @wraps(view)
    def carried(request: HttpRequest, **given: Any) -> HttpResponseBase:
        reading.unknown_names(request.GET, known)
        if may:
            request.auth.need(may)  # type: ignore[attr-defined]
        if check := getattr(view, "_first", None):
            check(request, **given)

        def run() -> HttpResponseBase | Answer:
            result = view(request, **given)
            return result if isinstance(result, HttpResponseBase) else answers.of(request, result, status)

        done = run() if request.method == "GET" else _change(request, run)
        return answers.respond(done) if isinstance(done, Answer) else done

    return carried


def first(check: Callable[..., None]) -> Callable[[View], View]:
    """Check something before the transaction of a view begins: what the check keeps outlives a refusal."""

    def mark(view: View) -> View:
        view._first = check  # type: ignore[attr-defined]  # noqa: SLF001  # read by `carry`
        return view

    return mark


def _change(request: HttpRequest, run: Callable[[], Any]) -> HttpResponseBase | Answer:
    key = request.headers.get(KEY)
    if request.method != "POST" or key is None:
        with transaction.atomic():
            return run()  # type: ignore[no-any-return]
    if not is_sound_key(key):
        wrong = Wrong("A key is 1 to 255 visible ASCII characters, such as a UUID.", header=KEY)
        raise Problem(422, wrong.detail, errors=(wrong,))
    return idempotency.once(actor=str(request.auth), key=key, digest=digest_of(request), run=run)  # type: ignore[attr-defined]


def is_sound_key(key: str) -> bool:
    """Whether it may be an idempotency key."""
    return _KEY.fullmatch(key) is not None


def digest_of(request: HttpRequest) -> bytes:
    """What makes this request itself: method, address and content, whatever boundary a form has."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "surrogatepass"))
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.digest()
    for name, values in sorted(request.POST.lists()):
        digest.update(f"{name}={values}\n".encode("utf-8", "surrogatepass"))
    for name, file in sorted(request.FILES.items()):
        digest.update(f"{name}:{file.name}\n".encode("utf-8", "surrogatepass"))  # type: ignore[union-attr]
        for chunk in file.chunks():  # type: ignore[union-attr]
            digest.update(chunk)
        file.seek(0)  # type: ignore[union-attr]
    return digest.digest()


def _query_names(operation: Operation) -> set[str]:
    """The query parameters that a view reads."""
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return {name for model in models for name in model.__ninja_flatten_map__}
