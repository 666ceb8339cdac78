"""Telling candidates that their application was closed or moved: a tick of its own. What the centre
decided is held without it, till somebody releases it.

Only pages tell. What a program, a file or the administration closes is told by nobody here.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.accounts.policy import may
from centre.organisation.models import Centre
from recruitment.messages import outbox
from recruitment.messages.kinds import CLOSED, REJECTION, Kind, kind_of
from recruitment.messages.models import Message
from recruitment.messages.silence import explain
from recruitment.messages.texts import NAMED, fill, text_of, values_for
from recruitment.pipeline.kinds import StageKind, Status
from recruitment.pipeline.models import Application, Stage, StageTransition

# As long as the way back is on the screen, and a little more: what is undone was never said.
GRACE = timedelta(seconds=20)


class TellingForm(forms.Form):
    """The last fields of a form that closes applications."""

    tell = forms.BooleanField(
        required=False,
        label=_("Tell the candidate now"),
        help_text=_(
            "By e-mail, with the text in Settings. Otherwise what the centre decided is held, and "
            "released together with others under E-mails."
        ),
    )
    language = forms.ChoiceField(
        choices=[("", _("Each candidate's own")), *NAMED],
        required=False,
        label=_("Language of the e-mail"),
    )

    def offer_telling(self, user: User, centre: Centre, applications: Iterable[Application]):
        """Leave out what this person may not do, or what has nobody to go to."""
        applications = list(applications)
        if not any(one.candidate.email for one in applications):
            del self.fields["tell"], self.fields["language"]
        elif not may(user, "settle_emails", centre.pk):
            del self.fields["tell"]
        else:
            explain(self.fields["tell"], [one.candidate for one in applications])
            if self.fields["tell"].disabled:
                held = _t("What the centre decided is held under E-mails.")
                self.fields["tell"].help_text += f" {held}"

    def tell_all(
        self, applications: Iterable[Application], steps: Sequence[StageTransition], *, by: User
    ) -> None:
        """Write the e-mails about these steps, within the transaction that took them."""
        if "language" in self.fields:
            language = self.cleaned_data.get("language", "")
            now = bool(self.cleaned_data.get("tell"))
            tell_closed(applications, steps, now=now, language=language, by=by)


class TellingOfMoveForm(forms.Form):
    """The last field of a form that moves applications: of a stage that has a text."""

    tell = forms.BooleanField(required=False, label=_("Tell the candidate now"))

    def offer_telling(
        self,
        user: User,
        centre: Centre,
        applications: Iterable[Application],
        stages: Iterable[Stage],
    ):
        """Leave it out where nobody could be told, or nothing."""
        names = ", ".join(one.name for one in stages if one.told_with)
        applications = list(applications)
        reached = any(one.candidate.email for one in applications)
        if not (names and reached and may(user, "write_email", centre.pk)):
            del self.fields["tell"]
            return
        self.fields["tell"].help_text = _(
            "By e-mail, with the text in Settings. These have one: %(stages)s."
        ) % {"stages": names}
        explain(self.fields["tell"], [one.candidate for one in applications])

    def clean(self):
        cleaned = super().clean()
        stage = cleaned.get("stage")
        if cleaned.get("tell") and stage and not stage.told_with:
            words = _t("“%(stage)s” has no e-mail, so nobody can be told of it.")
            self.add_error("tell", words % {"stage": stage})
        return cleaned

    def tell_all(
        self, applications: Iterable[Application], steps: Sequence[StageTransition], *, by: User
    ) -> None:
        """Write the e-mails about these steps, in their transaction, if it was ticked."""
        if self.cleaned_data.get("tell"):
            tell_moved(applications, steps, kind_of(self.cleaned_data["stage"].told_with), by=by)


def tell_moved(
    applications: Iterable[Application], steps: Sequence[StageTransition], kind: Kind, *, by: User
) -> None:
    """Tell each who was moved, in their own language. A statement a language, one for all."""
    moved = {one.pk: one for one in applications}
    texts: dict[str, tuple[str, str]] = {}
    drafts = []
    for step in steps:
        one = moved[step.application_id]
        language = one.candidate.writes_in
        if not one.candidate.email:
            continue
        if language not in texts:
            texts[language] = text_of(kind, one.centre, language)
        cause = f"moved:{step.pk}"
        drafts.append(_draft(kind, texts[language], one, cause, language, decision=False, by=by))
    if drafts:
        outbox.post_all(drafts, after=GRACE)


def tell_closed(
    applications: Iterable[Application],
    steps: Sequence[StageTransition],
    *,
    now: bool,
    language: str,
    by: User,
) -> None:
    """Tell each whom a step closed. Unless `now`, only of decisions, which are held. `language`:
    "" for each candidate's own.

    A statement a kind of e-mail and language, and one for all of them.
    """
    closed = {one.pk: one for one in applications}
    texts: dict[tuple[str, str], tuple[str, str]] = {}
    drafts = []
    for step in steps:
        one = closed[step.application_id]
        kind = REJECTION if step.to_status == Status.REJECTED else CLOSED
        if not one.candidate.email or not (now or (kind is REJECTION and _expects_one(one))):
            continue
        which = kind.slug, language or one.candidate.writes_in
        if which not in texts:
            texts[which] = text_of(kind, one.centre, which[1])
        cause = f"closed:{step.pk}"
        drafts.append(_draft(kind, texts[which], one, cause, which[1], held=not now, by=by))
    if drafts:
        outbox.post_all(drafts, after=GRACE)


def _draft(
    kind: Kind,
    text: tuple[str, str],
    one: Application,
    cause: str,
    language: str,
    *,
    by: User,
    held: bool = False,
    decision: bool = True,
) -> Message:
    person = one.candidate
    values = values_for(person, one, centre=one.centre, by=by, language=language)
    subject, body = (fill(part, values) for part in text)
    return outbox.draft(
        kind.slug,
        cause,
        centre=one.centre,
        to=person.email,
        subject=subject,
        body=body,
        candidate=person,
        application=one,
        by=by,
        decision=decision,
        held=held,
    )


def _expects_one(application: Application) -> bool:
    """Whoever never applied expects no answer."""
    return application.stage.kind != StageKind.LEAD
