"""Buckets of object storage, and who may use them."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.duty.connections.rules import placeholders
from watchkeep.duty.connections.rules.actions.base import About, Action
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.parameters import Says

BucketAct = Literal["create", "remove"]
AccessAct = Literal["grant", "revoke"]
Level = Literal["read", "write"]
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PRINCIPAL = re.compile(r"arn:[a-z-]+:iam::\d*:[\w+=,.@/:-]+")


class S3Bucket(Action, frozen=True, kw_only=True):
    """Make a private bucket, or remove an empty one."""

    about: ClassVar[About] = About(
        name="s3_bucket",
        label=gettext_lazy("Bucket of object storage"),
        connects="s3",
        reads=gettext_lazy("Whether the bucket is there."),
        changes=gettext_lazy("Makes a bucket that is closed to the public, with these tags; never takes over another."),
        undo=gettext_lazy("The bucket is removed, as long as it is empty."),
        timeout_seconds=60,
        longest_seconds=300,
        carried_out_by="storing",
    )

    bucket: Annotated[
        str,
        Says(gettext_lazy("Name"), gettext_lazy("3 to 63 small letters, digits, hyphens and dots. Placeholders fit.")),
    ]
    act: Annotated[
        BucketAct,
        Says(
            gettext_lazy("What to do"),
            choices=(("create", gettext_lazy("Create")), ("remove", gettext_lazy("Remove, if empty"))),
        ),
    ] = "create"
    tags: Annotated[dict[str, str], Says(gettext_lazy("Tags"))] = msgspec.field(default_factory=dict)

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """A name that can be one, unless it is still to be filled."""
        super().check(also)
        _refuse_name(self.bucket)

    def filled(self, values: Mapping[str, Any]) -> Self:
        """The name in small letters; anything else that does not fit becomes a hyphen."""
        tags = {name: placeholders.fill(value, values) for name, value in self.tags.items()}
        return msgspec.structs.replace(self, bucket=_named(self.bucket, values), tags=tags)

    def shown(self, place: str) -> str:
        """Where, what, and the tags."""
        return "\n".join([f"{place}: {self.brief}", *(f"  {name} = {value}" for name, value in self.tags.items())])

    @property
    def brief(self) -> str:
        """What becomes of which bucket."""
        return f"{self.act} {self.bucket}"

    def undoing(self) -> Self | None:
        """Removal of what was made."""
        return msgspec.structs.replace(self, act="remove") if self.act == "create" else None


class S3Access(Action, frozen=True, kw_only=True):
    """Let somebody use a bucket, or no longer, by one statement of the bucket's policy. No key is made or shown."""

    about: ClassVar[About] = About(
        name="s3_access",
        label=gettext_lazy("Access to a bucket"),
        connects="s3",
        reads=gettext_lazy("The policy of the bucket."),
        changes=gettext_lazy("One statement of that policy: this person, this bucket."),
        undo=gettext_lazy("By the opposite, unless nothing was changed."),
        timeout_seconds=60,
        longest_seconds=300,
        carried_out_by="storing",
    )

    bucket: Annotated[str, Says(gettext_lazy("Name of the bucket"))]
    principal: Annotated[str, Says(gettext_lazy("Who"), gettext_lazy("Such as arn:aws:iam::123456789012:user/karim."))]
    act: Annotated[
        AccessAct,
        Says(
            gettext_lazy("What to do"),
            choices=(("grant", gettext_lazy("Let in")), ("revoke", gettext_lazy("Shut out"))),
        ),
    ] = "grant"
    level: Annotated[
        Level,
        Says(gettext_lazy("May"), choices=(("read", gettext_lazy("Read")), ("write", gettext_lazy("Read and write")))),
    ] = "write"

    def check(self, also: frozenset[str] = frozenset()) -> None:
        """Names that can be names, unless they are still to be filled."""
        super().check(also)
        _refuse_name(self.bucket)
        if "{" not in self.principal and not _PRINCIPAL.fullmatch(self.principal):
            raise Refused(_("Give the ARN of a user or a role."), field="principal")

    def filled(self, values: Mapping[str, Any]) -> Self:
        """A principal that is filled in must be one."""
        principal = placeholders.fill(self.principal, values).strip()
        if not _PRINCIPAL.fullmatch(principal):
            raise placeholders.BadPlaceholder("This is not the ARN of a user or a role.")
        return msgspec.structs.replace(self, bucket=_named(self.bucket, values), principal=principal)

    def shown(self, place: str) -> str:
        """Where, what, whom."""
        return f"{place}: {self.brief}"

    @property
    def brief(self) -> str:
        """Who may what with which bucket."""
        return f"{self.act} {self.principal} ({self.level}) on {self.bucket}"

    def undoing(self) -> Self | None:
        """The opposite."""
        return msgspec.structs.replace(self, act="revoke" if self.act == "grant" else "grant")


def _refuse_name(name: str) -> None:
    if "{" not in name and not _NAME.fullmatch(name):
        raise Refused(_("Give 3 to 63 small letters, digits, hyphens and dots."), field="bucket")


def _named(text: str, values: Mapping[str, Any]) -> str:
    """The filled name of a bucket: values are made to fit, what was written stays."""
    name = placeholders.fill(text, values, lambda value: re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-"))
    if not _NAME.fullmatch(name):
        raise placeholders.BadPlaceholder("This makes no name for a bucket.")
    return name
