"""One e-mail to each of many candidates: to whom, whom not and why, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate
from recruitment.messages import outbox
from recruitment.messages.kinds import Kind
from recruitment.messages.texts import NAMED, fill, text_of, values_for
from recruitment.pipeline.models import Application

PREVIEWED = 3
# {language: (subject, text)}, with placeholders.
Texts = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Circle:
    """Who is written to, each about one application, and who is not."""

    to: list[Application] = field(default_factory=list)
    left_out: list[tuple[Candidate, str]] = field(default_factory=list)

    def languages(self, chosen: str = "") -> list[str]:
        """Those the e-mails are in, in one order: `chosen`, or each candidate's own."""
        wanted = {chosen or one.candidate.writes_in for one in self.to}
        return [code for code, _name in NAMED if code in wanted]


def circle(applications: Sequence[Application], *, by: User) -> Circle:
    """Sort the ticked ones out. One statement."""
    people = {one.candidate_id for one in applications}
    ties = Application.objects.order_by().tied_to(by).filter(candidate__in=people)
    tied = set(ties.values_list("candidate", flat=True))
    found, seen = Circle(), set()
    for one in applications:
        if one.candidate_id in seen:
            continue  # two applications of one person: one e-mail
        seen.add(one.candidate_id)
        if why := _why_not(one.candidate, tied):
            found.left_out.append((one.candidate, why))
        else:
            found.to.append(one)
    return found


def _why_not(person: Candidate, tied: set[int]) -> str:
    if not person.email:
        return _("no e-mail address on record")
    if outbox.fault_of_address(person.email):
        return _("“%(address)s” is not an e-mail address") % {"address": person.email}
    if person.no_contact_on:
        return _("may not be written to: %(reason)s") % {"reason": person.no_contact_reason}
    if person.pk in tied:
        return _("you declared a conflict of interest")
    return ""


def texts_in(kind: Kind, centre: Centre, languages: Sequence[str]) -> dict[str, tuple[str, str]]:
    """What the e-mails begin with. A statement a language."""
    return {code: text_of(kind, centre, code) for code in languages}


@dataclass(frozen=True)
class Letter:
    """One of them as it goes out."""

    person: Candidate
    language: str
    subject: str
    body: str


def letters(
    applications: Sequence[Application], texts: Texts, *, language: str, by: User
) -> list[Letter]:
    """`language`: "" for each candidate's own."""
    return [_letter(one, texts, language or one.candidate.writes_in, by) for one in applications]


def _letter(one: Application, texts: Texts, language: str, by: User) -> Letter:
    values = values_for(one.candidate, one, centre=one.centre, by=by, language=language)
    subject, body = (fill(part, values) for part in texts[language])
    return Letter(one.candidate, language, subject, body)


def write_all(
    applications: Sequence[Application],
    texts: Texts,
    kind: Kind,
    *,
    language: str,
    token: UUID,
    by: User,
) -> int:
    """Write them all, in one statement; how many. `token` is the form's: sent twice, they are
    written once."""
    made = letters(applications, texts, language=language, by=by)
    outbox.post_all(
        outbox.draft(
            kind.slug,
            f"letter:{by.pk}:{token}:{one.candidate_id}",
            centre=one.centre,
            to=one.candidate.email,
            subject=letter.subject,
            body=letter.body,
            candidate=one.candidate,
            application=one,
            by=by,
        )
        for one, letter in zip(applications, made, strict=True)
    )
    return len(made)
