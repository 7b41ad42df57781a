"""Static files under names that carry their content, so that a browser may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    """The same for the imports between our scripts: no build chain is needed."""

    support_js_module_import_aggregation = True
