"""What the admin asks before it turns to the gate."""

from datetime import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.organisation.models import Centre
from centre.web.owned_admin import OneCentre
from recruitment.moves.gate import Ask
from recruitment.pipeline.kinds import BEYOND_COMMITTEE, STATUS_OF_PARTY, StageKind
from recruitment.pipeline.models import DispositionReason, Stage


class EnterForm(OneCentre):
    """A new application, and where it enters its pipeline."""

    centre_path = "candidate__centre"
    fixed = ("set_aside",)
    first_stage = forms.ChoiceField(
        label=gettext_lazy("First stage"),
        choices=[
            (kind.value, kind.label)
            for kind in StageKind
            if kind not in (StageKind.STARTED, StageKind.REFERENCES)
        ],
        initial=StageKind.APPLIED,
    )
    at = forms.SplitDateTimeField(
        label=gettext_lazy("Happened"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=gettext_lazy("Leave empty for now."),
    )

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at and at > timezone.now():
            raise ValidationError(_("A step cannot lie in the future. Enter when it happened."))
        return at

    def clean(self):
        cleaned = super().clean()
        position, intake = cleaned.get("position"), cleaned.get("intake")
        if position and intake and position.track_id != intake.track_id:
            self.add_error("intake", _("Choose an intake of the track of the position."))
        if position and "first_stage" in cleaned:
            self.stage = (
                Stage.objects.in_use()
                .filter(pipeline__track=position.track_id, kind=cleaned["first_stage"])
                .order_by("position")
                .first()
            )
            if self.stage is None:
                self.add_error("first_stage", _("This track has no such stage."))
            elif _is_decided(self.stage) and not _is_past(cleaned.get("at"), position.centre):
                self.add_error("at", _("Nobody enters there today. Enter the past day they did."))
        return cleaned

    def ask(self) -> Ask:
        return Ask("enter", stage=self.stage, effective_at=self.cleaned_data["at"])


def _is_decided(stage: Stage) -> bool:
    """Whether people come there by a decision, an offer or an answer, each recorded as such."""
    decided = (StageKind.DECISION, *BEYOND_COMMITTEE)
    return stage.kind in decided or stage.needs_decision or stage.needs_offer


def _is_past(at: datetime | None, centre: Centre) -> bool:
    return at is not None and centre.day_of(at) < centre.today()


class MoveForm(forms.Form):
    """A stage to move to, or a reason to close for; with the versions that were looked at."""

    stage = forms.ModelChoiceField(
        Stage.objects.none(), required=False, label=gettext_lazy("Move to")
    )
    reason = forms.ModelChoiceField(
        DispositionReason.objects.none(), required=False, label=gettext_lazy("Or close because")
    )
    at = forms.SplitDateTimeField(
        label=gettext_lazy("Happened"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=gettext_lazy("Leave empty for now."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, applications, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = ",".join(f"{one.pk}:{one.version}" for one in applications)
        self.fields["seen"].initial = self.now
        centres = {one.centre_id for one in applications}
        tracks = {one.track_id for one in applications}
        # Several tracks share no stage; several centres share no reason.
        if len(tracks) == 1:
            self.fields["stage"].queryset = Stage.objects.in_use().filter(
                pipeline__track__in=tracks
            )
        if len(centres) == 1:
            self.fields["reason"].queryset = DispositionReason.objects.filter(
                centre__in=centres, party__in=STATUS_OF_PARTY, retired_on=None
            )

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("stage")) == bool(cleaned.get("reason")):
            raise ValidationError(_("Choose a stage to move to, or a reason to close for."))
        if cleaned.get("seen") != self.now:
            raise ValidationError(
                _("Somebody moved one of these meanwhile. Look again and choose anew.")
            )
        return cleaned

    def ask(self) -> Ask:
        data = self.cleaned_data
        verb = "move" if data["stage"] else "close"
        return Ask(
            verb,
            stage=data["stage"],
            reason=data["reason"],
            note=data["note"],
            effective_at=data["at"],
        )
