"""What each kind of connection needs, what of it is secret, and what makes no sense."""

from typing import Any

from django.utils.translation import gettext as _

from watchkeep.duty.connections.rules import masking
from watchkeep.duty.connections.rules.settings.base import Settings
from watchkeep.duty.connections.rules.settings.programs import Ansible, Http, Sql, Ssh, is_within
from watchkeep.duty.connections.rules.settings.stores import S3, Ldap, Smtp
from watchkeep.kernel import parameters
from watchkeep.kernel.errors import Refused

__all__ = ["KINDS", "S3", "Ansible", "Http", "Ldap", "Settings", "Smtp", "Sql", "Ssh", "is_within", "read"]

KINDS: dict[str, type[Settings]] = {
    "http": Http, "ssh": Ssh, "sql": Sql, "ansible": Ansible, "ldap": Ldap, "s3": S3, "smtp": Smtp,
}  # fmt: skip


def read(kind: str, given: dict[str, Any]) -> Settings:
    """The settings of a kind, checked. Raises Refused with the field that is wrong."""
    settings = parameters.read(KINDS[kind], given)
    settings.check()
    for field in parameters.of(type(settings)):
        if field.is_secret and 0 < len(getattr(settings, field.name)) < masking.SHORTEST:
            raise Refused(_("This is too short to be a secret."), field=field.name)
    return settings
