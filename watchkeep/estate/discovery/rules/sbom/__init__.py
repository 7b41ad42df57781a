"""Bills of materials: CycloneDX (JSON, XML), SPDX 2 (JSON, tags) and SPDX 3 (JSON-LD) become a subject and components.

What is needed of them is a dozen fields. They are read here, with limits, because documents come from strangers; the
libraries for them validate and write, too, bring ten packages along and build an object for every field.
Source: the CycloneDX specification 1.2 to 1.6, SPDX 2.2 and 2.3, and SPDX 3.0.
"""

from watchkeep.estate.discovery.rules.sbom.reading import MOST_BYTES, Bill, Unreadable, read

__all__ = ["MOST_BYTES", "Bill", "Unreadable", "read"]
