"""What we keep of a person and a group, as SCIM names it. What is not here is taken and forgotten, and not announced.

A person has one address and one telephone here: of several, the one for work is kept, else the first.
"""

from typing import Annotated

from pydantic import Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

MOST_RESULTS = 200
WORK = "work"


class Name(ComplexAttribute):
    """The parts of a name."""

    given_name: str | None = None
    """The given name."""
    family_name: str | None = None
    """The family name."""


class Email(ComplexAttribute):
    """The mail address; it is also the login of Watchkeep."""

    value: Annotated[str | None, Required.true] = None
    """The address."""
    type: str | None = Field(None, examples=["work", "home", "other"])
    """What it is for: work, unless something else is said."""


class PhoneNumber(ComplexAttribute):
    """The telephone."""

    value: Annotated[str | None, Required.true] = None
    """The number."""
    type: str | None = Field(None, examples=["work", "mobile"])
    """What it is for: work, unless something else is said."""


class GroupOf(ComplexAttribute):
    """A group that somebody is in."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    """The group's id."""
    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(  # type: ignore[type-arg]  # a name
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """Where the group is."""
    display: Annotated[str | None, Mutability.read_only] = None
    """What it is called."""


class User(Resource[AnyExtension]):
    """A person."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    """The name with which they sign in at the sender."""
    name: Name | None = None
    """The parts of their name."""
    display_name: Annotated[str | None, Required.true] = None
    """How they are called here."""
    active: Annotated[bool | None, Required.true] = None
    """Whether they may come in. False ends their sessions and tokens at once."""
    emails: Annotated[list[Email] | None, Required.true] = None
    """Their mail address."""
    phone_numbers: list[PhoneNumber] | None = None
    """Their telephone."""
    groups: Annotated[list[GroupOf] | None, Mutability.read_only] = None
    """The sender's groups that they are in."""


class Manager(ComplexAttribute):
    """Somebody's manager."""

    value: Annotated[str | None, CaseExact.true] = None
    """The manager's id."""
    ref: Reference["User"] | None = Field(  # type: ignore[type-arg]  # a name
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """Where the manager is."""


class EnterpriseUser(Extension):
    """Of the enterprise extension, the manager: who agrees to what somebody asks for."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    manager: Manager | None = None
    """The manager."""


class Member(ComplexAttribute):
    """Somebody in a group."""

    value: Annotated[str | None, Mutability.immutable, Required.true, CaseExact.true] = None
    """The person's id."""
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]  # a name
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """Where the person is."""
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])
    """Always "User": groups in groups are for the sender to resolve."""


class Group(Resource[AnyExtension]):
    """A group of people. What it means here is said in the source's lines."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    """What the group is called."""
    members: list[Member] | None = None
    """Who is in it."""


CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=False),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Bearer token",
            description="The token that the settings of Watchkeep show once.",
            primary=True,
        )
    ],
)
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
"""Unknown attributes are forgotten; what Entra means by a remove with a value or a filter that fits nothing is done."""
PROVIDER = ScimProvider(
    models=[User, EnterpriseUser, Group],
    resource_types=[ResourceType.from_resource(User[EnterpriseUser]), ResourceType.from_resource(Group)],
    config=CONFIG,
    policy=POLICY,
)
