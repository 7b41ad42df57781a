"""One letter to somebody."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says


class Mail(Action, frozen=True, kw_only=True):
    """Write to one address, such as a supplier's. People of the house are told by notifications."""

    about: ClassVar[About] = About(
        name="mail",
        label=gettext_lazy("E-mail"),
        connects="smtp",
        reads=gettext_lazy("What the mail server answers."),
        changes=gettext_lazy("One letter is handed to the mail server."),
        undo=gettext_lazy("A letter cannot be taken back."),
        timeout_seconds=30,
        longest_seconds=120,
        carried_out_by="mailing",
    )

    to: Annotated[str, Says(gettext_lazy("To"), gettext_lazy("One address. Placeholders fit."))]
    subject: Annotated[str, Says(gettext_lazy("Subject"))]
    body: Annotated[str, Says(gettext_lazy("Text"), is_long=True)]

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """One address, unless it is still to be filled; a subject of one line."""
        super().check(also)
        if "{" not in self.to and not _is_address(self.to):
            raise Refused(_("Give one e-mail address."), field="to")
        if len(self.subject.splitlines()) != 1:
            raise Refused(_("A subject has one line."), field="subject")

    def filled(self, values: Mapping[str, Any]) -> Self:
        """An address that is filled in must be one; a subject stays one line."""
        to = placeholders.fill(self.to, values).strip()
        if not _is_address(to):
            raise placeholders.BadPlaceholder("This is not one e-mail address.")
        subject = " ".join(placeholders.fill(self.subject, values).split())
        return msgspec.structs.replace(self, to=to, subject=subject, body=placeholders.fill(self.body, values))

    def shown(self, place: str) -> str:
        """The letter."""
        return f"{place}\nTo: {self.to}\nSubject: {self.subject}\n\n{self.body}"

    @property
    def brief(self) -> str:
        """To whom, about what."""
        return f"{self.to}: {self.subject}"


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
