"""Forms beside the list: filters, columns, the name of a saved view."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from centre.accounts.models import User
from recruitment.candidates.models import SavedView
from recruitment.pipeline.kinds import Status
from recruitment.register.criteria import COLUMNS, SORTS, Criteria
from recruitment.register.filters import DEFERRED, FILTERS, MAY_BE_NONE, ME, NONE
from recruitment.register.labels import OWNED
from recruitment.register.search import MAX_TEXT

SAVED_VIEWS = 30


class FilterForm(forms.Form):
    """Filters a person chooses by hand. Sent by GET to the list, which reads them itself."""

    def __init__(self, criteria: Criteria):
        setting = criteria.setting
        chosen = {one.name: one.value for one in criteria.chosen}
        super().__init__(initial={**chosen, "sort": criteria.sort})
        by_track: dict[str, list] = {}
        for stage in setting.stages.values():
            by_track.setdefault(str(stage.pipeline.track), []).append((stage.pk, stage.name))
        choices: dict[str, list] = {
            "track": [(code, track.name) for code, track in setting.tracks.items()],
            "stage": list(by_track.items()),
            "status": [*Status.choices, (DEFERRED, _("Deferred to a later intake"))],
            **{
                name: list(
                    model._default_manager.filter(centre=setting.centre).values_list("pk", "name")
                )
                for name, model in OWNED.items()
            },
            "owner": [(ME, _("Me")), *members(setting.centre)],
            "nationality": list(countries),
        }
        for name, options in choices.items():
            nobody = [(NONE, _("None"))] if name in MAY_BE_NONE else []
            self.fields[name] = forms.ChoiceField(
                label=str(FILTERS[name].label),
                choices=[("", _("Any")), *nobody, *options],
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.fields["says"] = forms.CharField(
            label=str(FILTERS["says"].label),
            max_length=MAX_TEXT,
            required=False,
            help_text=_("Words of a CV or a proposal."),
            widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        )
        orders = [(name, _t("By %(order)s") % {"order": SORTS[name]}) for name in criteria.sorts]
        self.fields["sort"] = forms.ChoiceField(
            label=_("Order"),
            choices=[("", _("As usual")), *orders],
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        # Figures, search, view and columns stay as they are.
        kept = QueryDict(criteria.query(**dict.fromkeys([*choices, "says", "sort"])))
        self.kept = list(kept.items())


class ColumnsForm(forms.Form):
    cols = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=list(COLUMNS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, criteria: Criteria):
        super().__init__(initial={"cols": criteria.columns})
        self.kept = list(QueryDict(criteria.query(cols=None)).items())


class SavedViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name"]
        help_texts = {"name": _("For example: May 2027 shortlist. Only you see it.")}

    def clean(self):
        cleaned = super().clean()
        mine = SavedView.objects.filter(user=self.instance.user, centre=self.instance.centre)
        if mine.filter(name=cleaned.get("name", "")).exists():
            self.add_error("name", _("You have a view of that name already."))
        if len(self.instance.query) > SavedView._meta.get_field("query").max_length:
            raise forms.ValidationError(_("This search is too long to be saved. Shorten it."))
        if mine.count() >= SAVED_VIEWS:
            raise forms.ValidationError(
                _("You have %(n)s views. Delete one first.") % {"n": SAVED_VIEWS}
            )
        return cleaned


def members(centre) -> list[tuple[int, str]]:
    """Those who may own an application of the centre."""
    staff = User.objects.who_may_own(centre)
    return list(staff.order_by("name", "pk").values_list("pk", "name"))
