"""What is told of fulfilment. The record of the first is the catalogue item's id, that of the others the ticket's."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PlanSet(Fact, kind="catalogue.plan_set", stream="catalogue_item"):
    """An item is fulfilled by this plan from now on (None: by people)."""

    procedure: int | None


@dataclass(frozen=True, kw_only=True)
class PoolSet(Fact, kind="catalogue.pool_set", stream="catalogue_item"):
    """Whoever gets it gets a seat of this product from now on (None: of none)."""

    product: int | None


@dataclass(frozen=True, kw_only=True)
class LeftToPeople(Fact, kind="request.left_to_people", stream="ticket"):
    """The plan cannot be carried out, or was taken back: people go on."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class BegunAgain(Fact, kind="request.plan_begun_again", stream="ticket"):
    """Somebody lets the plan try, or try once more."""

    procedure: int


FOR_PROGRAMS = (LeftToPeople,)
"""What programs may hear of."""

FOR_THE_RECORD = (PlanSet, PoolSet, BegunAgain)
"""What is told for the record alone."""
