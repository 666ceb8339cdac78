"""What staff type in settings: one small form a list."""

from typing import cast

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Role, User
from centre.money.costs import CostKind, Unit
from centre.money.models import CostRate, ExchangeRate
from centre.organisation.models import Centre, PartnerInstitution, ResearchArea
from centre.people.models import Supervisor
from centre.targets.models import Agreement
from centre.web.forms import Compared, CurrencyField, PickedDays, PickedRows, validate_age
from centre.web.jobs import start
from recruitment.assessment.scorecards import Criterion
from recruitment.documents.actions import want_words_of_kind
from recruitment.documents.models import HOLDING_UP, DocumentKind, Requirement
from recruitment.hooks.models import Webhook
from recruitment.messages.kinds import LETTER, beginnings
from recruitment.offers.models import ApprovalGroup
from recruitment.pipeline.kinds import BEYOND_COMMITTEE, StageKind
from recruitment.pipeline.models import DispositionReason, Stage
from recruitment.positions.models import Position, Source, Track


class RowForm(Compared, PickedDays, forms.ModelForm):
    """A row of the centre at hand. Choices are that centre's, and of those only what is in use.

    Fields in `add_only` are asked once: what history leans on does not change afterwards.
    """

    fixed: tuple[str, ...] = ("centre",)
    add_only: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.add_only:
                del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._choices(name, field.queryset)
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.widget = forms.CheckboxSelectMultiple(choices=field.choices)

    def _choices(self, name, rows):
        centre = self.instance.centre
        if rows.model is User:
            return rows.filter(memberships__centre=centre).distinct()
        rows = rows.filter(centre=centre)
        if not hasattr(rows.model, "retired_on"):
            return rows
        kept = self.initial.get(name) or []
        chosen = [one.pk for one in kept] if isinstance(kept, list) else [kept]
        return (rows.filter(retired_on=None) | rows.filter(pk__in=chosen)).distinct()

    def clean_code(self, taken) -> str:
        """A name for addresses made of the typed one, not among `taken`."""
        stem = slugify(self.cleaned_data.get("name", ""))[:24] or self._meta.model._meta.model_name
        code, n = stem, 1
        while taken.filter(code=code).exists():
            n += 1
            code = f"{stem}-{n}"
        return code


class WebhookForm(RowForm):
    class Meta:
        model = Webhook
        fields = ["name", "url", "tells_moves", "tells_starts", "is_on"]
        widgets = {"url": forms.URLInput(attrs={"autocomplete": "off"})}
        help_texts = {"url": _("Begins with https:// and leads to the open internet.")}


class CentreForm(Compared, forms.ModelForm):
    class Meta:
        model = Centre
        fields = [
            "name", "native_name", "host_university", "industry_partner", "department", "head",
            "time_zone",
        ]  # fmt: skip


class AgreementForm(RowForm):
    class Meta:
        model = Agreement
        fields = [
            "title", "renews", "signed_on", "starts_on", "ends_on", "pledged_amount",
            "pledged_currency", "text",
        ]  # fmt: skip
        field_classes = {"pledged_currency": CurrencyField}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        alike = Agreement.objects.filter(
            centre=self.instance.centre,
            title=cleaned.get("title"),
            starts_on=cleaned.get("starts_on"),
        )
        if alike.exclude(pk=self.instance.pk).exists():
            self.add_error("title", _("This centre has that agreement from that day already."))
        return cleaned


class ExchangeRateForm(RowForm):
    class Meta:
        model = ExchangeRate
        fields = ["base", "into", "rate", "on", "source"]
        field_classes = {"base": CurrencyField, "into": CurrencyField}
        help_texts = {
            "rate": _("So many of the second for one of the first."),
            "source": _("Who published it: an address, a bank advice."),
        }
        error_messages = {"rate": {"min_value": _("A rate is above 0.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].validators.append(validate_age)


class CostRateForm(RowForm):
    class Meta:
        model = CostRate
        fields = ["kind", "amount", "currency", "unit", "valid_from", "source"]
        field_classes = {"currency": CurrencyField}
        help_texts = {
            "amount": _("For overhead a percentage, such as 25."),
            "currency": _("Empty for overhead."),
            "valid_from": _("Until a later rate of that kind."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].validators.append(validate_age)

    def clean(self):
        cleaned = super().clean()
        is_overhead = cleaned.get("kind") == CostKind.OVERHEAD
        if is_overhead:
            cleaned["unit"], cleaned["currency"] = Unit.PERCENT, ""
        elif cleaned.get("unit") == Unit.PERCENT:
            self.add_error("unit", _("Only overhead is a percentage."))
        lacks = cleaned.get("kind") and not is_overhead and not cleaned.get("currency")
        if lacks and "currency" not in self.errors:
            self.add_error("currency", _("Enter the currency, such as HKD."))
        return cleaned


class ReasonForm(RowForm):
    add_only = ("party",)

    class Meta:
        model = DispositionReason
        fields = ["name", "party"]
        help_texts = {"party": _("Whose doing it is. This does not change later.")}

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk and cleaned.get("party"):
            reasons = DispositionReason.objects.filter(centre=self.instance.centre)
            alike = reasons.filter(party=cleaned["party"], name__iexact=cleaned.get("name", ""))
            if alike.exists():
                self.add_error("name", _("This centre has that reason already."))
            self.instance.code = self.clean_code(reasons.filter(party=cleaned["party"]))
        return cleaned


class DocumentKindForm(RowForm):
    class Meta:
        model = DocumentKind
        fields = ["name", "expires", "is_private", "is_read", "tells_who"]

    def save(self, commit=True):
        kind = super().save(commit)
        if {"is_read", "tells_who"} & set(self.changed_data):
            start(want_words_of_kind, kind_id=kind.pk)  # of the documents that are there
        return kind


class RequirementForm(RowForm):
    """What a track asks for. Another document is another row."""

    add_only = ("track", "kind")

    class Meta:
        model = Requirement
        fields = ["track", "kind", "from_stage", "needed_before"]
        labels = {"needed_before": _("Must be there before")}
        help_texts = {
            "from_stage": _("Before that it is not missed."),
            "needed_before": _("Nobody comes to that stage, or past it, without it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asks = cast(forms.ChoiceField, self.fields["needed_before"])
        asks.choices = [("", _("No stage: it is missed, and holds up nobody")), *HOLDING_UP]


class SourceForm(RowForm):
    class Meta:
        model = Source
        fields = ["name"]


class AreaForm(RowForm):
    class Meta:
        model = ResearchArea
        fields = ["name", "mark"]


class PartnerForm(RowForm):
    class Meta:
        model = PartnerInstitution
        fields = ["name", "kind", "country"]


class TrackForm(RowForm):
    """Another way in, such as MPhil. It counts for no target."""

    class Meta:
        model = Track
        fields = ["name", "months", "referees_wanted", "reminder_days", "deferral_keeps_seat"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reminder_days"].required = False

    def clean_reminder_days(self):
        days = self.cleaned_data["reminder_days"]
        return Track._meta.get_field("reminder_days").default if days is None else days

    def clean(self):
        cleaned = super().clean()
        tracks = Track.objects.filter(centre=self.instance.centre).exclude(pk=self.instance.pk)
        if tracks.filter(name__iexact=cleaned.get("name", "")).exists():
            self.add_error("name", _("This centre has a track of that name already."))
        if not self.instance.pk:
            self.instance.code = self.clean_code(tracks)
        return cleaned


class PositionForm(RowForm):
    add_only = ("track",)

    class Meta:
        model = Position
        fields = ["title", "track", "areas", "supervisors"]


class CriterionForm(RowForm):
    add_only = ("position",)

    class Meta:
        model = Criterion
        fields = ["name", "position", "hint", "order"]

    def clean(self):
        cleaned = super().clean()
        position = cleaned.get("position") if "position" in self.fields else self.instance.position
        alike = Criterion.objects.filter(
            centre=self.instance.centre, position=position, name__iexact=cleaned.get("name", "")
        )
        if alike.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("That criterion is asked already."))
        return cleaned


class SupervisorForm(RowForm):
    class Meta:
        model = Supervisor
        fields = ["name", "native_name", "user", "institution", "capacity", "areas"]
        help_texts = {"user": _("Set it so that they may sign in and see their own.")}


class ApprovalGroupForm(RowForm):
    """Who approves offers, in which order, and how many of them it takes."""

    class Meta:
        model = ApprovalGroup
        fields = ["name", "position", "needed", "members"]
        field_classes = {"members": PickedRows}
        help_texts = {"position": _("The group with 1 is asked first.")}

    def _choices(self, name, rows):
        heads = [Role.DIRECTOR, Role.MANAGER]
        people = User.objects.filter(
            memberships__centre=self.instance.centre, memberships__role__in=heads, is_active=True
        )
        kept = [one.pk for one in self.initial.get(name) or []]
        return (people | User.objects.filter(pk__in=kept)).distinct()

    def clean(self):
        cleaned = super().clean()
        people, needed = cleaned.get("members"), cleaned.get("needed")
        if people is not None and needed and needed > len(people):
            self.add_error("needed", _("More approvals than people in the group."))
        return cleaned


class StageForm(RowForm):
    """A stage; where a new one stands is asked, later moves are by arrows."""

    add_only = ("kind", "after")
    fixed = ()
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(k.value, k.label) for k in StageKind if k != StageKind.STARTED],
        help_text=_("What it is, however you call it. This does not change later."),
    )
    after = forms.ModelChoiceField(
        Stage.objects.none(), label=_("Comes after"), required=False, empty_label=_("First")
    )

    told_with = forms.ChoiceField(
        label=_("E-mail to whoever comes here"),
        required=False,
        help_text=_("Sent where a move is made with “Tell the candidate now” ticked."),
    )

    class Meta:
        model = Stage
        fields = [
            "name", "kind", "limit_days", "prior_pass_rate", "prior_days", "is_anonymous",
            "told_with", "opens_letters", "needs_scorecards", "needs_decision", "needs_offer",
        ]  # fmt: skip
        labels = {
            "limit_days": _("Limit in days"),
            "prior_pass_rate": _("Pass rate (assumption)"),
            "prior_days": _("Median days (assumption)"),
        }
        help_texts = {
            "limit_days": _("Longer than this needs attention."),
            "prior_pass_rate": _("From 0 to 1, until there is history."),
            "prior_days": _("Until there is history."),
            "needs_decision": _("Nobody comes here before the committee recommended an offer."),
            "is_anonymous": _(
                "Panel members do not learn the name, contact, photo, gender or nationality of "
                "whoever stands here."
            ),
        }

    field_order = [
        "name", "kind", "after", "limit_days", "prior_pass_rate", "prior_days", "is_anonymous",
        "told_with", "opens_letters", "needs_scorecards", "needs_decision", "needs_offer",
    ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        texts = [(one.slug, one.title) for one in beginnings() if one is not LETTER]
        cast(forms.ChoiceField, self.fields["told_with"]).choices = [("", _("None")), *texts]
        if self.instance.pk and self.instance.kind not in BEYOND_COMMITTEE:
            del self.fields["needs_offer"], self.fields["needs_decision"]

    def _choices(self, name, rows):
        stages = self.instance.pipeline.stages.exclude(kind=StageKind.STARTED)
        stages = stages.filter(retired_on=None).order_by("position")
        self.initial.setdefault("after", stages.last())
        return stages

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        alike = self.instance.pipeline.stages.filter(name__iexact=name)
        if alike.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This track has a stage of that name already."))
        return name
