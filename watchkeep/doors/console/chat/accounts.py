"""My own accounts in chats. Each view works on the reader alone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.chat import life, queries
from watchkeep.duty.chat.models import Workspace


def accounts(request: Request, fresh: str = "") -> HttpResponse:
    """Which accounts may act for me, and the code that was just made."""
    seen = {
        "accounts": queries.accounts_of(request.user),
        "workspaces": Workspace.objects.speaking(),
        "fresh": fresh,
        "minutes": life.CODE_MINUTES,
    }
    return render(request, "chat/accounts.html", seen)


@require_POST
def code(request: Request) -> HttpResponse:
    """Make a code, and show it this once."""
    return accounts(request, fresh=life.new_code(request.user, by=request.actor))


@require_POST
def unlink(request: Request, pk: int) -> HttpResponse:
    """Whoever uses the account is a stranger from now on."""
    life.unlink(get_object_or_404(queries.accounts_of(request.user), pk=pk), by=request.actor)
    toast(request, _("Unlinked."))
    return redirect("console:chat-accounts")
