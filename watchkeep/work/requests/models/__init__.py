"""The rows of the requests slice, in chapters."""

from watchkeep.work.requests.models.catalogue import Audience, CatalogueItem, Category, Edition, Proof
from watchkeep.work.requests.models.holdings import Holding, Upload
from watchkeep.work.requests.models.pictures import Picture
from watchkeep.work.requests.models.requests import Request, Source
from watchkeep.work.tickets.models import State

__all__ = [
    "Audience",
    "CatalogueItem",
    "Category",
    "Edition",
    "Holding",
    "Picture",
    "Proof",
    "Request",
    "Source",
    "State",
    "Upload",
]
