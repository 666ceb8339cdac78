"""The fields steps are asked with, wherever: a stage, a reason, when it happened, a note."""

from collections.abc import Collection, Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from recruitment.pipeline.kinds import Party
from recruitment.pipeline.models import Stage


class StageField(forms.ChoiceField):
    """A stage of the pipeline. Offers some and understands all, so the gate can say why not."""

    stages: dict[str, Stage] = {}

    def offer(self, stages, known):
        self.stages = {str(stage.pk): stage for stage in known}
        self.choices = [(stage.pk, stage.name) for stage in stages]

    def mark(self, offered: Iterable[Stage], refused: Collection[int]):
        """Offer them, and say at those that a move there would be refused as things stand."""
        self.choices = [
            (one.pk, _t("%(stage)s (not now)") % {"stage": one} if one.pk in refused else one.name)
            for one in offered
        ]

    def clean(self, value):
        if value in self.empty_values:
            raise ValidationError(_("Choose a stage."))
        stage = self.stages.get(str(value))
        if stage is None:
            raise ValidationError(_("Choose a stage of this application's pipeline."))
        return stage


def note_field():
    return forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Seen by the hiring team. Candidates can ask to read it."),
    )


def moment_field():
    return forms.DateTimeField(
        label=_("When it happened"),
        required=False,
        help_text=_("Leave empty for now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ReasonField(forms.ModelChoiceField):
    """Reasons, grouped by whose doing the end was."""

    groups = (
        (Party.CENTRE, Party.CENTRE.label),
        (Party.CANDIDATE, Party.CANDIDATE.label),
        (Party.NEITHER, _("Other")),
    )

    def show_groups(self):
        """Read the reasons and show them in their groups; a bound form need not."""
        rows = list(self.queryset)
        self.choices = [
            ("", _("Choose a reason")),
            *(
                (label, [(row.pk, row.name) for row in rows if row.party == party])
                for party, label in self.groups
            ),
        ]
