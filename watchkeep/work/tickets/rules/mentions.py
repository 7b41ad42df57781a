"""Who is spoken to in a text: ``@ana`` or ``@ana@nordwind.example``."""

import re

MOST = 20
_HANDLE = re.compile(r"(?<![\w@./])@([A-Za-z0-9][\w.+-]*(?:@[A-Za-z0-9][\w.-]*)?)", re.ASCII)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)


def handles(text: str) -> list[str]:
    """The names after an ``@``, in lower case, each once, in their order; what stands in code speaks to nobody."""
    found = (name.rstrip(".-").lower() for name in _HANDLE.findall(_CODE.sub(" ", text)))
    return list(dict.fromkeys(found))[:MOST]
