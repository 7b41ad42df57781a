"""Gateways: one, a new one, its key, and the lines that make agents report to it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.discovery.forms import GatewayForm, KeyForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Gateway
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel.pages import keyset

FRESH = "fresh_gateway_key"
HIDDEN = "YOUR-KEY"


def gateway(request: Request, pk: int) -> HttpResponse:
    """One gateway: how to let an agent report, and which ones do. A fresh key is shown this once."""
    row = _found(request, pk)
    fresh = request.session.pop(FRESH, {})
    plain = fresh.get("plain", "") if fresh.get("gateway") == pk else ""
    agents = queries.agents(row)
    words = {
        "gateway": row,
        "plain": plain,
        "snippets": _snippets(plain or HIDDEN),
        "page": keyset(agents, order=("-last_at", "-id"), cursor=request.GET.get("cursor")),
        "figures": queries.figures(row),
        "may": request.actor.may(P.CONFIGURE),
    }
    return render(request, "discovery/gateway.html", words)


def add(request: Request) -> HttpResponse:
    """Let agents report through another address, and show its key."""
    request.actor.need(P.CONFIGURE, _("let agents in"))
    form, made = GatewayForm.asked(request), list[tuple[Gateway, str]]()
    if form.carries(lambda: made.append(life.add_gateway(by=request.actor, **form.asked_for))):
        return _show(request, *made[0])
    return verbs.page(request, form, title=_("New gateway"), submit=_("Make it"), back=reverse("console:discovery"))


def change(request: Request, pk: int) -> HttpResponse:
    """Let agents in otherwise."""
    request.actor.need(P.CONFIGURE, _("let agents in"))
    row = _found(request, pk)
    form = GatewayForm.asked(request, initial=GatewayForm.known(row))
    if form.carries(lambda: life.change_gateway(row, by=request.actor, **form.asked_for)):
        toast(request, _("Changed."))
        return redirect("console:gateway", pk)
    return verbs.page(request, form, title=_("Change gateway"), submit=_("Save"), back=_address(pk))


def rotate(request: Request, pk: int) -> HttpResponse:
    """Make another key."""
    request.actor.need(P.CONFIGURE, _("let agents in"))
    row, form = _found(request, pk), KeyForm.asked(request)
    made: list[str] = []
    if form.carries(lambda: made.append(life.rotate_key(row, by=request.actor, **form.cleaned_data))):
        return _show(request, row, made[0])
    return verbs.page(request, form, title=_("New key"), submit=_("Make a new key"), back=_address(pk))


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Close it, or open it again."""
    row = _found(request, pk)
    life.switch_gateway(row, by=request.actor)
    toast(request, _("Agents may report again.") if row.is_active else _("Closed."), undo=request.path)
    return redirect("console:gateway", pk)


def _show(request: Request, row: Gateway, plain: str) -> HttpResponse:
    request.session[FRESH] = {"gateway": row.pk, "plain": plain}
    return redirect("console:gateway", row.pk)


def _snippets(key: str) -> list[tuple[str, str, str]]:
    """What to write where: title, file or command, and the lines."""
    address = f"{settings.BASE_URL}/inventory/agents"
    return [
        (_("GLPI Agent"), "/etc/glpi-agent/conf.d/watchkeep.cfg", f"server = {address}/{key}"),
        (_("FusionInventory Agent"), "/etc/fusioninventory/conf.d/watchkeep.cfg", f"server = {address}/{key}"),
        (_("Key as a password"), _("in either file"), f"server = {address}\nuser = agent\npassword = {key}"),
        (_("Try it now"), _("on the machine"), "glpi-agent --force\nfusioninventory-agent --force"),
        (_("osquery: its flags"), "/etc/osquery/osquery.flags", _osquery_flags()),
        (_("osquery: its secret"), "/etc/osquery/enroll_secret", key),
    ]


def _osquery_flags() -> str:
    """The flags of osqueryd, which speaks TLS and nothing else."""
    flags = {
        "tls_hostname": urlsplit(settings.BASE_URL).netloc, "host_identifier": "uuid",
        "enroll_secret_path": "/etc/osquery/enroll_secret", "enroll_tls_endpoint": reverse("osquery:enroll"),
        "config_plugin": "tls", "config_tls_endpoint": reverse("osquery:config"), "config_refresh": "3600",
        "logger_plugin": "tls", "logger_tls_endpoint": reverse("osquery:log"), "logger_tls_period": "60",
        "logger_tls_compress": "true", "logger_tls_max_linesize": str(4 * 2**20),
        "disable_distributed": "false", "distributed_plugin": "tls", "distributed_interval": "60",
        "distributed_tls_read_endpoint": reverse("osquery:read"),
        "distributed_tls_write_endpoint": reverse("osquery:write"),
    }  # fmt: skip
    return "\n".join(f"--{name}={value}" for name, value in flags.items())


def _found(request: Request, pk: int) -> Gateway:
    return get_object_or_404(queries.gateways(request.actor), pk=pk)


def _address(pk: int) -> str:
    return reverse("console:gateway", args=[pk])
