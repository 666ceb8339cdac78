"""Static files in production: hashed names, also inside our JavaScript modules' imports."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = (
    r"""(?P<matched>import(?P<names>\s[^;]*?)\s+from\s*["'](?P<url>[./][^"']*)["']\s*;)""",
    """import%(names)s from "%(url)s";""",
)


class ModuleAwareStorage(CompressedManifestStaticFilesStorage):
    """Else a module imported by its plain name would run a second time beside its hashed self.

    Ours only: Django's own switch for this stumbles over files of other packages.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("cohort/*.js", (_IMPORT,)),
        ("recruitment/*.js", (_IMPORT,)),
    )
