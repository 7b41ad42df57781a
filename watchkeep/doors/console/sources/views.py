"""Pages on the sources of people."""

from datetime import datetime
from typing import Any

from cryptography import x509
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.sources.forms import FORMS, KeyForm, LineForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import GroupLine, Identity, Kind, SamlPeer, Source
from watchkeep.estate.people.permissions import P

LEADS = {
    Kind.OIDC: gettext_lazy("Register Watchkeep with the provider first; docs/sign-in.md says how, step by step."),
    Kind.SAML: gettext_lazy("Give the provider our two addresses after you have saved: they stand on the next page."),
    Kind.LDAP: gettext_lazy("Nothing is followed before a dry run has shown you what would happen."),
    Kind.SCIM: gettext_lazy("The token is shown once, on the next page."),
}


def sources(request: Request) -> HttpResponse:
    """All sources, from A to Z."""
    request.actor.need(P.SEE_SOURCES, _("see where people come from"))
    words = {"sources": Source.objects.visible_to(request.actor), "kinds": Kind.choices, "may": _may(request)}
    return render(request, "sources/list.html", words)


def source(request: Request, pk: int) -> HttpResponse:
    """One source: how it speaks, what came of the last test, what its groups mean, its last runs."""
    row = _found(request, pk)
    words = {
        "source": row,
        "detail": life.detail_of(row),
        "addresses": _addresses(row),
        "certificates": _ends(row),
        "lines": row.lines.select_related("role", "team"),
        "runs": queries.runs(row, request.actor)[:8],
        "people": row.identities.living().count(),
        "groups": row.groups.count(),
        "trial_at": datetime.fromisoformat(row.trial["at"]) if row.trial else None,
        "is_door": row.kind in (Kind.OIDC, Kind.SAML),
        "may": _may(request),
    }
    return render(request, "sources/one.html", words)


@never_cache
def add(request: Request, kind: str) -> HttpResponse:
    """Get to know another house."""
    request.actor.need(P.SOURCES, _("add sources of people"))
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind].asked(request, initial={"organisation": request.user.organisation})
    made: list[Source] = []
    if form.carries(lambda: made.append(life.add_source(by=request.actor, kind=kind, **form.cleaned_data))):
        if kind == Kind.SCIM:
            fresh = life.issue_key(made[0], by=request.actor, at_once=True)
            return render(request, "sources/key.html", {"source": made[0], "fresh": fresh, "address": _scim()})
        toast(request, _("Added. It is not in use before you start it."))
        return redirect("console:source", made[0].pk)
    title, back = Kind(kind).label, reverse("console:sources")
    return verbs.page(request, form, title=title, submit=_("Save"), back=back, say=LEADS[Kind(kind)])


def change(request: Request, pk: int) -> HttpResponse:
    """Ask it otherwise, or believe it otherwise."""
    row = _found(request, pk)
    request.actor.need(P.SOURCES, _("change sources of people"))
    kind = FORMS[row.kind]
    form = kind.asked(request, initial=kind.filled(row, life.detail_of(row))).may_stay()
    if form.carries(lambda: life.edit_source(row, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:source", pk)
    return verbs.page(request, form, title=row.name, submit=_("Save"), back=reverse("console:source", args=[pk]))


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Pause it, or start it."""
    row = _found(request, pk)
    verb = life.pause_source if row.is_active else life.start_source
    verb(row, by=request.actor)
    toast(request, _("Paused.") if row.is_active else _("In use."))
    return redirect("console:source", pk)


def remove(request: Request, pk: int) -> HttpResponse:
    """Forget it and its marks."""
    row, form = _found(request, pk), VerbForm.asked(request)
    request.actor.need(P.SOURCES, _("remove sources of people"))
    if form.carries(lambda: life.remove_source(row, by=request.actor)):
        toast(request, _("Removed. Its people stay as they are."))
        return redirect("console:sources")
    title, back = _("Remove %(name)s") % {"name": row.name}, reverse("console:source", args=[pk])
    say = _("Its marks, groups and lines are forgotten. Its people stay, with the roles and teams that they have now.")
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, say=say, danger=True)


def add_line(request: Request, pk: int) -> HttpResponse:
    """Say what a group means."""
    row = _found(request, pk)
    request.actor.need(P.SOURCES, _("say what groups mean"))
    form, back = LineForm.asked(request), reverse("console:source", args=[pk])
    if form.carries(lambda: life.map_group(row, by=request.actor, **form.cleaned_data)):
        toast(request, _("It holds from the next time that the group is told."))
        return redirect(back)
    say = _("Roles and teams that stand in a line come and go with the group. All others stay as they are.")
    return verbs.page(request, form, title=_("What a group means"), submit=_("Add"), back=back, say=say)


@require_POST
def remove_line(request: Request, pk: int) -> HttpResponse:
    """Let a group mean that no longer."""
    request.actor.need(P.SEE_SOURCES, _("see where people come from"))
    line = get_object_or_404(GroupLine.objects.select_related("role", "team"), pk=pk)
    life.unmap_group(line, by=request.actor)
    toast(request, _("Removed. Who has it keeps it."))
    return redirect("console:source", line.source_id)


@never_cache
def key(request: Request, pk: int) -> HttpResponse:
    """Give a program a new token, and show it this once."""
    row = get_object_or_404(Source.objects.visible_to(request.actor), pk=pk, kind=Kind.SCIM)
    request.actor.need(P.SOURCES, _("issue tokens to programs that send people"))
    form, fresh = KeyForm.asked(request), []
    if form.carries(lambda: fresh.append(life.issue_key(row, by=request.actor, **form.cleaned_data))):
        return render(request, "sources/key.html", {"source": row, "fresh": fresh[0], "address": _scim()})
    back = reverse("console:source", args=[pk])
    return verbs.page(request, form, title=_("A new token"), submit=_("Make it"), back=back)


def unlink(request: Request, pk: int) -> HttpResponse:
    """Let a source's mark mean somebody no longer."""
    request.actor.need(P.MANAGE, _("unlink accounts"))
    row, form = (
        get_object_or_404(Identity.objects.living().select_related("person", "source"), pk=pk),
        VerbForm.asked(request),
    )
    if form.carries(lambda: life.unlink(row, by=request.actor)):
        toast(request, _("Unlinked."))
        return redirect("console:person", row.person_id)
    names = {"name": row.person.name, "source": row.source.name}
    say = _("Whoever proves this mark at %(source)s is nobody here until it is linked again.") % names
    title, back = _("Unlink %(name)s") % names, reverse("console:person", args=[row.person_id])
    return verbs.page(request, form, title=title, submit=_("Unlink"), back=back, say=say, danger=True)


def _found(request: Request, pk: int) -> Source:
    request.actor.need(P.SEE_SOURCES, _("see where people come from"))
    return get_object_or_404(Source.objects.visible_to(request.actor).select_related("organisation"), pk=pk)


def _may(request: Request) -> bool:
    return request.actor.may(P.SOURCES)


def _scim() -> str:
    return f"{settings.BASE_URL}/scim/v2"


def _addresses(row: Source) -> list[tuple[str, str]]:
    """The addresses that the other side must know."""
    home = f"{settings.BASE_URL}/sso/{row.key}"
    known: dict[str, list[tuple[str, str]]] = {
        Kind.OIDC: [(_("Redirect address"), f"{home}/back")],
        Kind.SAML: [
            (_("Assertion consumer service"), f"{home}/acs"),
            (_("Entity ID and metadata"), f"{home}/metadata"),
        ],
        Kind.SCIM: [(_("Tenant address"), _scim())],
    }
    return known.get(row.kind, [])


def _ends(row: Source) -> list[datetime]:
    """When the provider's certificates end."""
    if row.kind != Kind.SAML:
        return []
    kept: Any = SamlPeer.objects.get(pk=row.pk).certificates
    return [one.not_valid_after_utc for one in x509.load_pem_x509_certificates(kept.encode())]
