"""Accounts and groups in a directory."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.kernel.parameters import Says

AccountAct = Literal["unlock", "enable", "disable"]
GroupAct = Literal["join", "leave"]
_BACK: Mapping[str, Any] = {"enable": "disable", "disable": "enable", "join": "leave", "leave": "join"}


class LdapAccount(Action, frozen=True, kw_only=True):
    """Unlock, enable or disable one account, and look afterwards whether it is so."""

    about: ClassVar[About] = About(
        name="ldap_account",
        label=gettext_lazy("Account in a directory"),
        connects="ldap",
        reads=gettext_lazy("The account, found by its login, before and after."),
        changes=gettext_lazy("Whether the account is locked or disabled. Nothing when it is as wished already."),
        undo=gettext_lazy("Enabling and disabling undo each other; what was unlocked stays unlocked."),
        timeout_seconds=20,
        longest_seconds=120,
        carried_out_by="directories",
    )

    act: Annotated[
        AccountAct,
        Says(
            gettext_lazy("What to do"),
            choices=(
                ("unlock", gettext_lazy("Unlock after wrong passwords")),
                ("enable", gettext_lazy("Enable")),
                ("disable", gettext_lazy("Disable")),
            ),
        ),
    ]
    account: Annotated[
        str, Says(gettext_lazy("Login"), gettext_lazy("As the directory's login attribute says it. Placeholders fit."))
    ]

    def filled(self, values: Mapping[str, Any]) -> Self:
        """The login is a value to be compared, never a part of the filter."""
        return msgspec.structs.replace(self, account=placeholders.fill(self.account, values))

    def shown(self, place: str) -> str:
        """Where, what, whom."""
        return f"{place}: {self.brief}"

    @property
    def brief(self) -> str:
        """What, whom."""
        return f"{self.act} {self.account}"

    def undoing(self) -> Self | None:
        """The opposite; none for unlocking."""
        return msgspec.structs.replace(self, act=_BACK[self.act]) if self.act in _BACK else None


class LdapGroup(Action, frozen=True, kw_only=True):
    """Put one account into a group, or take it out."""

    about: ClassVar[About] = About(
        name="ldap_group",
        label=gettext_lazy("Group in a directory"),
        connects="ldap",
        reads=gettext_lazy("The account and the group, before and after."),
        changes=gettext_lazy("The members of the group. Nothing when it is as wished already."),
        undo=gettext_lazy("By the opposite, unless nothing was changed."),
        timeout_seconds=20,
        longest_seconds=120,
        carried_out_by="directories",
    )

    act: Annotated[
        GroupAct,
        Says(
            gettext_lazy("What to do"),
            choices=(("join", gettext_lazy("Put into the group")), ("leave", gettext_lazy("Take out of the group"))),
        ),
    ]
    account: Annotated[str, Says(gettext_lazy("Login"))]
    group: Annotated[str, Says(gettext_lazy("Group"), gettext_lazy("Its name (cn)."))]

    def filled(self, values: Mapping[str, Any]) -> Self:
        """Login and group are values to be compared."""
        return msgspec.structs.replace(
            self, account=placeholders.fill(self.account, values), group=placeholders.fill(self.group, values)
        )

    def shown(self, place: str) -> str:
        """Where, what, whom."""
        return f"{place}: {self.brief}"

    @property
    def brief(self) -> str:
        """Who joins or leaves what."""
        act = _("joins") if self.act == "join" else _("leaves")
        return f"{self.account} {act} {self.group}"

    def undoing(self) -> Self | None:
        """The opposite."""
        return msgspec.structs.replace(self, act=_BACK[self.act])
