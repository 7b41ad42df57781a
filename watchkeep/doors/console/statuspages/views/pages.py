"""Looking after the pages themselves: groups, components, copies, programs that listen."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.statuspages import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import Component, ComponentGroup, Copy, StatusPage, Subscriber
from watchkeep.duty.announcements.permissions import P

LISTED = 200


def all_pages(request: Request) -> HttpResponse:
    """All status pages, and whether their copies keep up."""
    request.actor.need(P.MANAGE, _("look after status pages"))
    pages = list(StatusPage.objects.select_related("organisation").prefetch_related("copies")[:LISTED])
    return render(request, "statuspages/pages.html", {"pages": pages})


def one(request: Request, pk: int) -> HttpResponse:
    """One page: what is on it, where it is copied to, who listens."""
    page = _found(request, pk)
    components = list(page.components.select_related("group").prefetch_related("services"))
    told = {
        "page": page,
        "address": queries.address_of(page),
        "folder": queries.folder_of(page),
        "groups": list(page.groups.all()),
        "components": components,
        "copies": list(page.copies.all()),
        "listening": page.subscribers.listening().filter(channel=Subscriber.Channel.EMAIL).count(),
        "programs": list(page.subscribers.filter(channel=Subscriber.Channel.WEBHOOK)[:LISTED]),
        "dropped": queries.dropped_programs(page),
    }
    return render(request, "statuspages/page.html", told)


def add(request: Request) -> HttpResponse:
    """Add a page."""
    request.actor.need(P.MANAGE, _("add status pages"))
    form = forms.PageForm.asked(request)
    made: list[StatusPage] = []
    if form.carries(lambda: made.append(life.add_page(by=request.actor, **form.asked_for))):
        toast(request, _("Added. Now add what the public knows by name."))
        return redirect("console:status_page", made[0].pk)
    back = reverse("console:status_pages")
    return verbs.page(request, form, title=_("New status page"), submit=_("Add"), back=back)


def change(request: Request, pk: int) -> HttpResponse:
    """Change name, readers or texts."""
    page = _found(request, pk)
    names = ("name", "about", "language", "time_zone", "domain", "home_url", "organisation", "is_active")
    form = forms.PageForm.asked(request, page=page, initial={name: getattr(page, name) for name in names})
    act = lambda: life.edit_page(page, by=request.actor, **form.asked_for)  # noqa: E731  # a verb, given on
    return _carried(request, form, act, page.pk, _("Change the page"))


@require_POST
def renew_key(request: Request, pk: int) -> HttpResponse:
    """Replace the secret link."""
    life.renew_key(_found(request, pk), by=request.actor)
    toast(request, _("There is a new link. The old one opens nothing any more."))
    return redirect("console:status_page", pk)


def add_group(request: Request, pk: int) -> HttpResponse:
    """Add a heading."""
    return _group(request, ComponentGroup(page=_found(request, pk)), {}, _("New group"))


def change_group(request: Request, pk: int) -> HttpResponse:
    """Change a heading."""
    _need(request)
    group = get_object_or_404(ComponentGroup.objects.select_related("page"), pk=pk)
    return _group(request, group, {"name": group.name, "position": group.position}, _("Change the group"))


@require_POST
def remove_group(request: Request, pk: int) -> HttpResponse:
    """Dissolve a group."""
    _need(request)
    group = get_object_or_404(ComponentGroup, pk=pk)
    life.remove_group(group, by=request.actor)
    toast(request, _("Removed. Its components stand alone."))
    return redirect("console:status_page", group.page_id)


def add_component(request: Request, pk: int) -> HttpResponse:
    """Add a component."""
    return _component(request, Component(page=_found(request, pk)), {}, _("New component"))


def change_component(request: Request, pk: int) -> HttpResponse:
    """Change a component."""
    _need(request)
    row = get_object_or_404(Component.objects.select_related("page"), pk=pk)
    names = ("name", "description", "group", "position", "is_active")
    known = {name: getattr(row, name) for name in names} | {"services": row.services.all()}
    return _component(request, row, known, _("Change the component"))


def set_status(request: Request, pk: int) -> HttpResponse:
    """Say by hand how a component fares."""
    _need(request)
    row = get_object_or_404(Component, pk=pk)
    form = forms.StatusForm.asked(request, initial={"worth": row.own_status})
    act = lambda: life.set_status(row, form.cleaned_data["worth"], by=request.actor)  # noqa: E731  # the same
    return _carried(request, form, act, row.page_id, row.name)


def add_copy(request: Request, pk: int) -> HttpResponse:
    """Copy the page to a bucket as well."""
    page, form = _found(request, pk), forms.BucketForm.asked(request)
    act = lambda: life.add_bucket(page, by=request.actor, **form.asked_for)  # noqa: E731  # the same
    return _carried(request, form, act, pk, _("Copy to a bucket"))


@require_POST
def copy_again(request: Request, pk: int) -> HttpResponse:
    """Write a copy now."""
    copy = _copy(request, pk)
    life.copy_again(copy, by=request.actor)
    toast(request, _("It is written now."))
    return redirect("console:status_page", copy.page_id)


@require_POST
def remove_copy(request: Request, pk: int) -> HttpResponse:
    """Copy there no more, and take away what lies there."""
    copy = _copy(request, pk)
    life.remove_bucket(copy, by=request.actor)
    toast(
        request,
        _("Nothing is copied there any more. What was put there stays.")
        if copy.is_leaving
        else _("Nothing is copied there any more. What was put there is being taken away."),
    )
    return redirect("console:status_page", copy.page_id)


def add_program(request: Request, pk: int) -> HttpResponse:
    """Let a program hear the page's news."""
    page, form = _found(request, pk), forms.ProgramForm.asked(request)
    act = lambda: life.subscribe_program(page, by=request.actor, **form.cleaned_data)  # noqa: E731  # the same
    return _carried(request, form, act, pk, _("Add a program"))


@require_POST
def remove_subscriber(request: Request, pk: int) -> HttpResponse:
    """Let a program hear no more."""
    _need(request)
    row = get_object_or_404(Subscriber.objects.visible_to(request.actor), pk=pk)
    life.unsubscribe(row, by=request.actor)
    toast(request, _("Removed."))
    return redirect("console:status_page", row.page_id)


def _group(request: Request, group: ComponentGroup, known: dict[str, Any], title: str) -> HttpResponse:
    form = forms.GroupForm.asked(request, group=group, initial=known)
    act = lambda: life.save_group(group, by=request.actor, **form.asked_for)  # noqa: E731  # the same
    return _carried(request, form, act, group.page_id, title)


def _component(request: Request, row: Component, known: dict[str, Any], title: str) -> HttpResponse:
    form = forms.ComponentForm.asked(request, component=row, initial=known)
    act = lambda: life.save_component(row, by=request.actor, **form.asked_for)  # noqa: E731  # the same
    return _carried(request, form, act, row.page_id, title)


def _carried(request: Request, form: VerbForm, act: Any, page: int, title: str) -> HttpResponse:
    """Carry it out and go to the page, or draw the form."""
    if form.carries(act):
        toast(request, _("Saved."))
        return redirect("console:status_page", page)
    back = reverse("console:status_page", args=[page])
    return verbs.page(request, form, title=title, submit=_("Save"), back=back)


def _need(request: Request) -> None:
    request.actor.need(P.MANAGE, _("look after status pages"))


def _found(request: Request, pk: int) -> StatusPage:
    _need(request)
    return get_object_or_404(StatusPage, pk=pk)


def _copy(request: Request, pk: int) -> Copy:
    _need(request)
    return get_object_or_404(Copy, pk=pk)
