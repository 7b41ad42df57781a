"""Reads: products with what is installed of them, and titles as they were read."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.models import Product, Reading

MOST = 200


@dataclass(frozen=True)
class Version:
    """A version of a product, with how many titles mean it and on how many items those are."""

    version: str
    edition: str
    titles: int
    installations: int


def with_installations(rows: QuerySet[Product]) -> QuerySet[Product]:
    """Products with on how many items their titles are (``installed``)."""
    return rows.annotate(installed=Coalesce(Sum("readings__installations"), 0))


def versions_of(product: Product) -> list[Version]:
    """Its versions, the most frequent first."""
    rows = product.readings.values("version", "edition").annotate(titles=Count("pk"), n=Sum("installations"))
    ordered = rows.order_by("-n", "-version", "edition")[:MOST]
    return [Version(row["version"], row["edition"], row["titles"], row["n"] or 0) for row in ordered]


def titles_of(product: Product) -> QuerySet[Reading]:
    """The titles that mean it, the most frequent first."""
    return product.readings.select_related("title", "rule").order_by("-installations", "title")[:MOST]


def suggested(reading: Reading) -> dict[str, str]:
    """What a correction of a title may begin with: a product's name and the pattern that it becomes."""
    name = reading.title.name
    return {"new_product": rules.product_for(name)[:120], "pattern": rules.pattern_for(name)}
