"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of the browser. Forwarded ones are believed as far as our own proxies reach."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = hops[-settings.PROXIES :][:1] if settings.PROXIES else []
    return _checked(trusted[0]) if trusted else _checked(request.META.get("REMOTE_ADDR", ""))


def _checked(text: str) -> str:
    """Whatever is not an address counts as one and the same, so that it cannot dodge a limit."""
    try:
        return str(ip_address(text))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  # nobody listens there
