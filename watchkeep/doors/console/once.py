"""A form that makes something makes it once: whoever goes back and sends it again comes to what was made.

Its page carries a mark of its own. The mark is kept with what was made, in one transaction: of two who send the same at
once one makes it. Sent with other words, it is another thing.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel import idempotency
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.idempotency import Answer, UnderWay

MARK = "once"
LONGEST = 40
MAKES = ("-new", "-add")
"""So end the names of addresses at which something is made."""
View = Callable[..., HttpResponseBase]


class _NotMade(Exception):  # noqa: N818  # what the view answers instead
    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__()
        self.response = response


def makes_once(view: View) -> View:
    """Wrap a view that makes something and leads there."""

    @wraps(view)
    def asked(request: Request, *args: Any, **named: Any) -> HttpResponseBase:
        mark = request.POST.get(MARK, "") if request.method == "POST" else ""
        if not mark or len(mark) > LONGEST:
            return view(request, *args, **named)

        def run() -> Answer:
            response = view(request, *args, **named)
            if "Location" not in response.headers:
                raise _NotMade(response)
            return Answer(response.status_code, "", {"Location": response.headers["Location"]})

        key = _key(request, mark)
        try:
            done = idempotency.once(actor=str(request.actor), key=key, digest=key.encode(), run=run)
        except _NotMade as no:
            return no.response
        except UnderWay as no:
            raise Refused(_("It was sent a moment ago and is being made."), code="under_way") from no
        if done.is_replay:
            toast(request, _("This was sent before: here is what was made of it, once."))
        return HttpResponseRedirect(done.headers["Location"])

    return asked


def _key(request: Request, mark: str) -> str:
    """The mark with what was sent: the token against forgery may be another one."""
    digest = hashlib.sha256(f"{request.path}\n{mark}\n".encode("utf-8", "surrogatepass"))
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(f"{name}={values}\n".encode("utf-8", "surrogatepass"))
    for name, file in sorted(request.FILES.items()):
        digest.update(
            f"{name}:{getattr(file, 'name', '')}:{getattr(file, 'size', 0)}\n".encode("utf-8", "surrogatepass")
        )
    return f"page:{digest.hexdigest()}"
