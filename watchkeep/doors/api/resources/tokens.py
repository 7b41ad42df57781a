"""Tokens: keys with which programs act for a person, within scopes. One sees and issues one's own."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Moment, Paging, Record
from watchkeep.estate.people import life
from watchkeep.estate.people.models import ApiToken, Person
from watchkeep.estate.people.permissions import P
from watchkeep.kernel.errors import NotAllowed

router = Resource("Tokens")
Scope = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z_.*]+$", examples=["incident.*"])]


class TokenOut(Record):
    """A program's key, as far as it is kept."""

    id: int
    name: str
    prefix: str
    """How the key begins."""
    scopes: list[str]
    """Names and patterns of permissions; it may do what these and its person's roles allow, both."""
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, token: ApiToken) -> "TokenOut":
        """Show a token."""
        return cls(**_kept(token))

    def href(self) -> str:
        """Where the token is found."""
        return f"/api/v1/tokens/{self.id}"


class TokenShown(TokenOut):
    """A new token, with its key in the clear: now and never again."""

    token: str


class TokenNew(Change):
    """A key for a program."""

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S", examples=["Nightly report"])]
    scopes: list[Scope] = Field(min_length=1, max_length=200)
    expires_at: Moment | None = None


@router.list("", TokenOut)
def list_tokens(request: Call, paging: Query[Paging]) -> Listing[TokenOut]:
    """Your tokens, the newest first."""
    return answers.listed(request, _tokens(request), TokenOut.of, paging)


@router.create("", TokenShown, may=P.TOKENS)
def issue_token(request: Call, body: TokenNew) -> TokenShown:
    """Give a program a key. The answer shows it: now and never again."""
    owner = Person.objects.filter(pk=request.auth.person or 0).first()
    if owner is None:
        raise NotAllowed("A token acts for a person.", permission=P.TOKENS)
    token, plain = life.issue_token(owner, by=request.auth, **body.given())
    return TokenShown(**_kept(token), token=plain)


@router.read("/{int:token}", TokenOut)
def get_token(request: Call, token: Id) -> TokenOut:
    """One of your tokens."""
    return TokenOut.of(finding.one(request, _tokens(request), token))


@router.verb("/{int:token}/revoke", TokenOut)
def revoke_token(request: Call, token: Id) -> TokenOut:
    """Make a key worthless, at once."""
    row = finding.one(request, _tokens(request), token)
    life.revoke_token(row, by=request.auth)
    return TokenOut.of(row)


def _tokens(request: Call) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(person=request.auth.person or 0)


def _kept(token: ApiToken) -> dict[str, Any]:
    names = ("name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    return {"id": token.pk} | {name: getattr(token, name) for name in names}
