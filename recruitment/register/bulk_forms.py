"""What to do with the selected applications."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.people.models import Supervisor
from recruitment.moves import conditions
from recruitment.moves.fields import ReasonField, note_field
from recruitment.moves.gate import Ask
from recruitment.moves.telling import TellingForm, TellingOfMoveForm
from recruitment.pipeline.kinds import STATUS_OF_PARTY
from recruitment.pipeline.models import Application, Stage
from recruitment.register.filters import NONE
from recruitment.register.list_forms import members


class MoveForm(TellingOfMoveForm):
    stage = forms.ModelChoiceField(
        Stage.objects.none(),
        label=_("Move to"),
        empty_label=_("Choose a stage"),
        error_messages={"required": _("Choose a stage.")},
    )

    def __init__(self, data, *, centre, applications: Sequence[Application], offered):
        super().__init__(data)
        self.tracks = {one.track_id for one in applications}
        stages = Stage.objects.in_use().filter(centre=centre, pipeline__track__in=self.tracks)
        field = cast(forms.ModelChoiceField, self.fields["stage"])
        field.queryset = stages.order_by("position")
        self.offered = [stage for stage in stages.order_by("position") if offered(stage)]
        field.choices = [
            ("", _("Choose a stage")),
            *((stage.pk, stage.name) for stage in self.offered),
        ]

    field_order = ["stage", "tell"]

    def offer_telling(self, user, centre, applications, stages=()):
        super().offer_telling(user, centre, applications, stages or self.offered)

    def clean(self):
        super().clean()
        if len(self.tracks) > 1:
            raise forms.ValidationError(_("These are on different tracks. Select one track's."))
        stage = self.cleaned_data.get("stage")
        if stage and stage.is_start:
            self.add_error(
                "stage", _("A start has its own first day and seat. Open each candidate for it.")
            )
        return self.cleaned_data

    def ask(self) -> Ask:
        return Ask("move", stage=self.cleaned_data["stage"])


class CloseForm(TellingForm):
    reason = ReasonField(
        None,
        label=_("Why are they closed?"),
        error_messages={"required": _("Choose a reason.")},
    )
    note = note_field()
    field_order = ["reason", "note", "tell", "language"]

    def __init__(self, data, *, centre, applications, offered):
        super().__init__(data)
        self.applications = applications
        reasons = centre.reasons.filter(retired_on=None, party__in=STATUS_OF_PARTY)
        field = cast(ReasonField, self.fields["reason"])
        field.queryset = reasons
        field.show_groups()

    @property
    def left_behind(self) -> str:
        return conditions.left_behind(self.applications)

    def ask(self) -> Ask:
        return Ask("close", reason=self.cleaned_data["reason"], note=self.cleaned_data["note"])


class AssignForm(forms.Form):
    """Empty leaves who there is; "none" takes them away."""

    supervisor = forms.ChoiceField(label=_("Supervisor"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)

    def __init__(self, data, *, centre, applications, offered):
        super().__init__(data)
        supervisors = Supervisor.objects.filter(centre=centre, retired_on=None)
        for name, people in (
            ("supervisor", supervisors.values_list("pk", "name")),
            ("owner", members(centre)),
        ):
            self.fields[name].choices = [
                ("", _("Leave as it is")),
                (NONE, _("Nobody")),
                *((str(pk), label) for pk, label in people),
            ]

    def clean(self):
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_t("Choose a supervisor, an owner, or both."))
        return self.cleaned_data

    def changes(self) -> dict:
        models: dict[str, type[Model]] = {"supervisor": Supervisor, "owner": User}
        return {
            name: None if chosen == NONE else models[name]._default_manager.get(pk=chosen)
            for name, chosen in self.cleaned_data.items()
            if chosen
        }
