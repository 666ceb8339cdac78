"""Whether this machine can make PDFs: a production start without it is warned of, not stopped."""

from django.core.checks import Warning, register

from centre.web import paper

DEBIAN = "On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-inter fonts-noto-cjk."


@register("reports", deploy=True)
def paper_can_be_made(app_configs, **kwargs):
    """Looked for with `check --deploy` alone, as it loads the libraries that draw."""
    if not paper.is_able():
        message = "Pango is missing: reports can be printed from their pages, not made into PDFs."
        return [Warning(message, hint=DEBIAN, id="cohort.W2")]
    if not paper.has_chinese_fonts():
        message = "No font with Chinese characters was found: names in PDFs would show as boxes."
        return [Warning(message, hint=DEBIAN, id="cohort.W3")]
    return []
