"""What the columns of files about licences are usually called. No database, no clock."""

from collections.abc import Mapping

CALLED: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "what", "description", "licence", "license", "bezeichnung", "lizenz"),
    "products": ("products", "product", "software", "produkt", "produkte"),
    "metric": ("metric", "counted by", "licence type", "license type", "metrik", "lizenztyp"),
    "quantity": ("quantity", "qty", "count", "seats", "licences", "licenses", "menge", "anzahl"),
    "starts_on": ("starts on", "from", "start", "start date", "valid from", "von", "beginn"),
    "ends_on": ("ends on", "until", "end", "end date", "valid until", "expiry", "expires", "bis", "ende"),
    "edition": ("edition",),
    "price": ("price", "unit price", "price of one", "preis", "einzelpreis"),
    "price_every": ("price every", "billing period", "billing", "zahlweise"),
    "contract": ("contract", "contract number", "vertrag"),
    "owner": ("owner", "owner email", "verantwortlich"),
    "notes": ("notes", "note", "comment", "bemerkung"),
    "email": ("email", "mail", "e mail", "user", "user email", "email address", "person", "login", "benutzer"),
    "used_on": (
        "last used", "used on", "last login", "last sign in", "last activity", "last active", "last seen", "date",
        "zuletzt verwendet", "letzte anmeldung",
    ),
}  # fmt: skip
METRICS: Mapping[str, str] = {
    "user": "user", "named user": "user", "device": "device", "machine": "device", "core": "core", "cores": "core",
    "processor": "processor", "cpu": "processor", "concurrent": "concurrent", "concurrent use": "concurrent",
    "floating": "concurrent", "site": "site", "seat": "seat", "subscription": "seat", "subscription seat": "seat",
    "": "device",
}  # fmt: skip
RHYTHMS: Mapping[str, int] = {
    "": 12, "year": 12, "yearly": 12, "annual": 12, "annually": 12, "a year": 12, "12": 12, "quarter": 3,
    "quarterly": 3, "3": 3, "month": 1, "monthly": 1, "a month": 1, "1": 1, "once": 0, "perpetual": 0, "0": 0,
}  # fmt: skip
