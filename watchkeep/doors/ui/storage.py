"""Static files under names that carry their content, so that a browser may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage as Plain

_IMPORTS = Plain._js_module_import_aggregation_patterns[1]  # noqa: SLF001  # Django's own patterns, for our own folders


class Hashed(Plain):  # type: ignore[misc]  # it comes without types
    """The same for the imports between our own scripts, so that no build chain is needed.

    Other people's scripts are left as they came: some name files that they do not bring.
    """

    patterns = (*Plain.patterns, ("ui/*.js", _IMPORTS), ("console/*.js", _IMPORTS))
