"""People in an application that speaks SCIM 2.0."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

import msgspec
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.kernel.parameters import Says

Act = Literal["activate", "deactivate"]


class ScimUser(Action, frozen=True, kw_only=True):
    """Activate or deactivate one person's account (RFC 7644), made new when it is not there and wished so."""

    about: ClassVar[About] = About(
        name="scim_user",
        label=gettext_lazy("Person in an application (SCIM)"),
        connects="http",
        reads=gettext_lazy("The person, found by user name, before and after."),
        changes=gettext_lazy("Whether the account is active. Nothing when it is as wished already."),
        undo=gettext_lazy("By the opposite, unless nothing was changed."),
        timeout_seconds=20,
        longest_seconds=120,
        carried_out_by="provisioning",
    )

    act: Annotated[
        Act,
        Says(
            gettext_lazy("What to do"),
            choices=(("activate", gettext_lazy("Activate")), ("deactivate", gettext_lazy("Deactivate"))),
        ),
    ]
    user_name: Annotated[str, Says(gettext_lazy("User name"), gettext_lazy("Mostly the e-mail. Placeholders fit."))]
    display_name: Annotated[
        str,
        Says(
            gettext_lazy("Name of somebody new"),
            gettext_lazy("With it, an account is made for whoever has none. Empty: none is made."),
        ),
    ] = ""

    def filled(self, values: Mapping[str, Any]) -> Self:
        """Names are values, never a part of the filter."""
        return msgspec.structs.replace(
            self,
            user_name=placeholders.fill(self.user_name, values),
            display_name=placeholders.fill(self.display_name, values),
        )

    def shown(self, place: str) -> str:
        """Where, what, whom."""
        return f"{place}: {self.brief}"

    @property
    def brief(self) -> str:
        """What, whom."""
        return f"{self.act} {self.user_name}"

    def undoing(self) -> Self | None:
        """The opposite: somebody who was made is deactivated, not erased."""
        return msgspec.structs.replace(
            self, act="deactivate" if self.act == "activate" else "activate", display_name=""
        )
