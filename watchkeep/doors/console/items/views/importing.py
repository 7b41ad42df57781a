"""Files of items: handed in, columns named, tried out, taken in; and what was refused, to be mended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items.forms.importing import FileForm, MappingForm, words_of
from watchkeep.doors.ui.tables import refused_lines
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import ItemFile
from watchkeep.estate.assets.permissions import P
from watchkeep.kernel.pages import keyset

FIRST, SHOWN = 5, 100
"""So many lines are shown of a file, and so many of those that were refused."""


def imports(request: Request) -> HttpResponse:
    """Files that one has handed in."""
    request.actor.need(P.MANAGE, _("import items"))
    rows = ItemFile.objects.visible_to(request.actor).defer("text", "refused")
    page = keyset(rows, cursor=request.GET.get("cursor"), size=25)
    named = [
        (one, queries.FORMATS[one.format].label if one.format in queries.FORMATS else one.format) for one in page.rows
    ]
    return render(request, "items/imports.html", {"page": page, "named": named})


def hand_in(request: Request) -> HttpResponse:
    """Hand one in."""
    request.actor.need(P.MANAGE, _("import items"))
    form, made = FileForm.asked(request), list[ItemFile]()

    def act() -> None:
        file, sort = form.cleaned_data["file"], form.cleaned_data["format"]
        raw = file.read(queries.MOST_BYTES + 1)
        made.append(life.hand_in(by=request.actor, name=file.name, raw=raw, format=sort))

    if form.carries(act):
        return redirect("console:item-import", made[0].pk)
    back = reverse("console:item-imports")
    return verbs.page(request, form, title=_("Import items"), submit=_("Look at it"), back=back)


def file(request: Request, pk: int) -> HttpResponse:
    """What is in it, what its columns hold, and what would become of each line, or has."""
    one = _found(request, pk)
    header, lines = queries.table(one.text)
    form = MappingForm.asked(request, file=one, header=header)
    if form.carries(lambda: life.map_columns(one, by=request.actor, mapping=form.mapping())):
        return redirect(f"{reverse('console:item-import', args=[pk])}?try=1")
    outcome: Any = None
    if one.done_at:
        outcome = life.Outcome(one.added, one.changed, one.same, [tuple(no) for no in one.refused])
    elif "try" in request.GET:
        outcome = life.try_out(one, by=request.actor)
    fields = [form[name] for name in form.fields]
    columns = [(fields[at], [line[at] for line in lines[:FIRST] if at < len(line)]) for at in range(len(header))]
    words = {
        "file": one, "label": queries.FORMATS[one.format].label, "form": form, "columns": columns, "many": len(lines),
        "outcome": outcome, "refused": _told(one, outcome),
    }  # fmt: skip
    return render(request, "items/import.html", words, status=form.status)


@require_POST
def take_in(request: Request, pk: int) -> HttpResponse:
    """Take in what can be."""
    one = _found(request, pk)
    outcome = life.take_in(one, by=request.actor)
    words = {"added": outcome.added, "changed": outcome.changed, "refused": len(outcome.refused)}
    toast(request, _("%(added)s new, %(changed)s changed, %(refused)s refused.") % words)
    return redirect("console:item-import", pk)


def refused(request: Request, pk: int) -> HttpResponse:
    """The lines that were refused, each with its reason, as a file that can be mended and handed in again."""
    one = _found(request, pk)
    header, lines = queries.table(one.text)
    found = [(number, number, name, why) for number, name, why in one.refused]
    return refused_lines(one.pk, header, lines, (_("Line"), _("Field"), _("Reason")), found)


def _told(one: ItemFile, outcome: Any) -> list[tuple[int, str, str]]:
    """The first lines that are refused, with what their fields are called."""
    if outcome is None or not outcome.refused:
        return []
    called = words_of(one.format)
    return [(line, called.get(field, field), why) for line, field, why in outcome.refused[:SHOWN]]


def _found(request: Request, pk: int) -> ItemFile:
    request.actor.need(P.MANAGE, _("import items"))
    found: ItemFile = get_object_or_404(ItemFile.objects.visible_to(request.actor), pk=pk)
    return found
