"""Static files in production: hashed names, also inside JavaScript modules' imports."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleAwareStorage(CompressedManifestStaticFilesStorage):
    # Else a module imported by its plain name would run a second time beside its hashed self.
    support_js_module_import_aggregation = True
