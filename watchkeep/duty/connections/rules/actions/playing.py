"""One Ansible playbook."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.duty.connections.rules.settings import is_within
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says


class AnsiblePlaybook(Action, frozen=True, kw_only=True):
    """Run a playbook of a project. Its variables reach Ansible as plain text that it never reads as a template."""

    about: ClassVar[About] = About(
        name="ansible",
        label=gettext_lazy("Ansible playbook"),
        connects="ansible",
        reads=gettext_lazy("What Ansible prints, up to 64 kB, and how many hosts it changed."),
        changes=gettext_lazy("Whatever the playbook changes."),
        undo=gettext_lazy("By a second playbook, if you give one."),
        timeout_seconds=600,
        longest_seconds=4 * 3600,
    )

    playbook: Annotated[str, Says(gettext_lazy("Playbook"), gettext_lazy("A file within the project folder."))]
    variables: Annotated[dict[str, str], Says(gettext_lazy("Variables"))] = msgspec.field(default_factory=dict)
    limit: Annotated[
        list[str], Says(gettext_lazy("Only these hosts or groups"), gettext_lazy("One a line; empty for all."))
    ] = msgspec.field(default_factory=list)
    undo_playbook: Annotated[
        str, Says(gettext_lazy("To undo: playbook"), gettext_lazy("Empty: this cannot be undone."))
    ] = ""

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """Playbooks of the project, and variables with names that Ansible takes."""
        super().check(also)
        for field in ("playbook", "undo_playbook"):
            path = getattr(self, field)
            if "{" in path or (path and not is_within(path)):
                raise Refused(_("Give a file within the project folder."), field=field)
        if strange := [name for name in self.variables if not name.isidentifier() or not name.isascii()]:
            raise Refused(_("Ansible takes no variable called %(name)s.") % {"name": strange[0]}, field="variables")

    def filled(self, values: Mapping[str, Any]) -> Self:
        """Fill variables and hosts. A host that is filled in is one host, not a pattern."""
        return msgspec.structs.replace(
            self,
            variables={name: placeholders.fill(value, values) for name, value in self.variables.items()},
            limit=[placeholders.fill(text, values, _host) for text in self.limit],
        )

    def shown(self, place: str) -> str:
        """The playbook, its hosts and its variables."""
        command = ["ansible-playbook", f"{place.rstrip('/')}/{self.playbook}"]
        hosts = ["--limit", ",".join(self.limit)] if self.limit else []
        variables = [f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in self.variables.items()]
        return "\n".join([" ".join([*command, *hosts]), *variables])

    @property
    def brief(self) -> str:
        """The playbook."""
        return self.playbook

    def undoing(self) -> Self | None:
        """The second playbook, with the same variables and hosts."""
        if not self.undo_playbook:
            return None
        return msgspec.structs.replace(self, playbook=self.undo_playbook, undo_playbook="")


def _host(value: str) -> str:
    if not value or not value[0].isalnum() or not all(letter.isalnum() or letter in "._-" for letter in value):
        raise placeholders.BadPlaceholder("A placeholder that names a host holds one host name.")
    return value
