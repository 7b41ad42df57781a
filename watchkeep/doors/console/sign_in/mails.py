"""Mails with the links that lead back here. They are sent as later reactions, so a dead mail server only delays."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.estate.people import life
from watchkeep.estate.people.events import Invited, PasswordSet, ResetAsked
from watchkeep.estate.people.models import Person


def send_invitation(fact: Invited) -> None:
    """Bring somebody the link with which they choose their first password."""
    _send(fact.record, _("Welcome to Watchkeep"), "invitation", invitation=True)


def send_reset_link(fact: ResetAsked) -> None:
    """Bring somebody the link with which they choose a new password."""
    _send(fact.record, _("A new password for Watchkeep"), "reset", asked_from=fact.address)


def send_password_notice(fact: PasswordSet) -> None:
    """Tell somebody that their password was set, in case it was not they."""
    _send(fact.record, _("Your Watchkeep password was set"), "password_set")


def _send(person_id: int, subject: str, name: str, *, invitation: bool = False, **more: Any) -> None:
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None:
        return
    link = reverse("console:choose-password", args=[life.password_link(person, invitation=invitation)])
    words = {"person": person, "link": f"{settings.BASE_URL}{link}", "base_url": settings.BASE_URL, **more}
    body = render_to_string(f"sign_in/mails/{name}.txt", words)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
