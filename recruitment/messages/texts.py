"""E-mail texts: a centre's own or ours, in the languages of its candidates, with placeholders.

A placeholder is a word of the kind's list between braces, and is replaced once: what a candidate's
name holds is text, never a placeholder of its own.
"""

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from centre import languages
from centre.accounts.models import User
from centre.organisation.models import Centre, OwnedQuerySet
from recruitment.candidates.models import Candidate
from recruitment.candidates.names import has_han
from recruitment.messages.kinds import Kind
from recruitment.pipeline.models import Application

LANGUAGES = languages.KNOWN
NAMED = languages.NAMED
USUAL = "en"
_PLACE = re.compile(r"\{([^{}\n]*)\}")


class MailText(models.Model):
    """What a centre wrote in place of one of our texts."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="mail_texts")
    kind = models.CharField(_("kind"), max_length=40)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("e-mail text")
        verbose_name_plural = _("e-mail texts")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "language"],
                name="mail_text_once",
                violation_error_message=_("This centre has a text for that already."),
            )
        ]

    def __str__(self):
        return f"{self.kind}, {self.language}"


def text_of(kind: Kind, centre: Centre, language: str) -> tuple[str, str]:
    """(subject, text) with its placeholders: the centre's, else ours. One statement."""
    own = MailText.objects.filter(centre=centre, kind=kind.slug, language=language).first()
    if own:
        return own.subject, own.body
    return kind.texts.get(language) or kind.texts[USUAL]


def written(
    kind: Kind, values: Mapping[str, str], *, centre: Centre, language: str = USUAL
) -> tuple[str, str]:
    """(subject, text) as it goes out."""
    subject, body = text_of(kind, centre, language)
    return fill(subject, values), fill(body, values)


def fill(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def insist_on_places(text: str, known: Iterable[str]) -> None:
    """Refuse braces around anything that is not one of these: it would go out as it stands."""
    wrong = [name for name in _PLACE.findall(text) if name not in known]
    if wrong:
        raise ValidationError(
            _t("“{%(wrong)s}” stands for nothing. Use %(known)s.")
            % {"wrong": wrong[0], "known": ", ".join(f"{{{name}}}" for name in known)}
        )


def names_in(language: str, candidate: Candidate, centre: Centre) -> dict[str, str]:
    """What a candidate and the centre are called by whoever reads that language: one of Chinese
    reads a name in Han, and no other script but Latin."""
    if language == USUAL:
        return {"name": candidate.called, "full_name": candidate.full_name, "centre": centre.name}
    own = candidate.native_name if has_han(candidate.native_name) else ""
    return {
        "name": own or candidate.called,
        "full_name": own or candidate.full_name,
        "centre": centre.native_name or centre.name,
    }


def post_in(language: str, application: Application) -> str:
    """The position with its intake; of a job that begins at any time the position alone."""
    position, intake = str(application.position), application.intake
    if intake.starts_on is None:
        return position
    return f"{position}, {intake}" if language == USUAL else f"{position}（{intake}）"


def values_for(
    candidate: Candidate,
    application: Application | None,
    *,
    centre: Centre,
    by: User | None,
    language: str = USUAL,
) -> dict[str, str]:
    """What the placeholders of candidates stand for in a text of that language."""
    names = names_in(language, candidate, centre)
    return {
        **names,
        "position": str(application.position) if application else "",
        "intake": str(application.intake) if application else "",
        "post": post_in(language, application) if application else "",
        "university": centre.host_university,
        "sender": by.name if by else names["centre"],
    }
