"""Rows of licences: products, how titles are read, what was bought, who uses it, and how a product stands."""

from watchkeep.estate.licences.models.campaigns import (
    AuditLine,
    Campaign,
    CampaignState,
    Evidence,
    EvidenceKind,
    Scope,
    Verdict,
)
from watchkeep.estate.licences.models.documents import Document
from watchkeep.estate.licences.models.entitlements import Cover, Entitlement, Key, Metric, PriceEvery, UpgradeRight
from watchkeep.estate.licences.models.groups import SeatGroup
from watchkeep.estate.licences.models.logs import Application, Provider, SignInLog, WaitingSignIn
from watchkeep.estate.licences.models.products import Licence, Product, Unreckoned
from watchkeep.estate.licences.models.reading import Origin, Reading, Rule
from watchkeep.estate.licences.models.recounts import Recount
from watchkeep.estate.licences.models.uploads import Upload, UploadKind
from watchkeep.estate.licences.models.uses import STATUSES, Peak, Position, Seat, SignIn, Use

__all__ = [
    "STATUSES",
    "Application",
    "AuditLine",
    "Campaign",
    "CampaignState",
    "Cover",
    "Document",
    "Entitlement",
    "Evidence",
    "EvidenceKind",
    "Key",
    "Licence",
    "Metric",
    "Origin",
    "Peak",
    "Position",
    "PriceEvery",
    "Product",
    "Provider",
    "Reading",
    "Recount",
    "Rule",
    "Scope",
    "Seat",
    "SeatGroup",
    "SignIn",
    "SignInLog",
    "Unreckoned",
    "UpgradeRight",
    "Upload",
    "UploadKind",
    "Use",
    "Verdict",
    "WaitingSignIn",
]
