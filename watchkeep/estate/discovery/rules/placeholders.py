"""Values that makers and tools write where nothing is known. They never say that two things are one.

Bundled as data; an organisation adds its own, and a value that too many things bear is held to be one by itself.
"""

import re

WORDS = frozenset({
    "", "default string", "default", "to be filled by o.e.m.", "to be filled by oem", "to be set by oem",
    "system serial number", "system manufacturer", "system product name", "system version", "chassis serial number",
    "base board serial number", "baseboard serial number", "serial number", "serial", "serialnumber", "sernum0",
    "none", "null", "nil", "n/a", "na", "n.a.", "not specified", "not available", "not applicable", "not provided",
    "not settable", "not known", "unknown", "undefined", "unspecified", "empty", "oem", "o.e.m.", "oem string",
    "invalid", "no serial", "no asset tag", "asset tag", "no asset information", "default asset tag", "test", "xxxxxxx",
    "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "0123456789", "0123456789abcdef",
    "123-1234-123", "abcdefg", "evaluation board", "type1sku0", "fill by oem", "type1productconfigid",
    "virtualbox", "vmware", "kvm", "qemu", "standard pc (i440fx + piix, 1996)", "docker", "empty string",
    "eval", "deadbeef", "?", "x", "overlayblk",
})  # fmt: skip
"""In lower case, with single spaces."""

UUIDS = frozenset({
    "03000200-0400-0500-0006-000700080009",
    "00020003-0004-0005-0006-000700080009",
    "12345678-1234-5678-90ab-cddeefaabbcc",
    "12345678-1234-1234-1234-123456789abc",
    "01010101-0101-0101-0101-010101010101",
    "44454c4c-2000-1020-8020-a0c04f202020",
    "fefefefe-fefe-fefe-fefe-fefefefefefe",
    "deadbeef-dead-beef-dead-beefdeadbeef",
    "01234567-89ab-cdef-0123-456789abcdef",
    "00112233-4455-6677-8899-aabbccddeeff",
    "11111111-2222-3333-4444-555555555555",
    "63240013-3a78-5500-0000-000000000000",
    "4c4c4544-0000-2010-8020-80c04f202020",
})  # fmt: skip
"""Known to be the same on many machines."""

_REPEATED = re.compile(r"(.)\1*")
_EMPTY_WORD = re.compile(r"[0\W_]*")


def is_placeholder(value: str) -> bool:
    """Whether the value of a serial number, model or name says nothing."""
    plain = " ".join(value.lower().split())
    return plain in WORDS or _EMPTY_WORD.fullmatch(plain) is not None or _REPEATED.fullmatch(plain) is not None


def is_shared_uuid(value: str) -> bool:
    """Whether a UUID in its usual form is one that many machines bear."""
    digits = value.replace("-", "")
    return value in UUIDS or len(set(digits)) <= 2 or digits[8:] == "0" * 24
