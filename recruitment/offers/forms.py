"""What staff type about an offer, and about a condition of it."""

import uuid
from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.money.amounts import Money, written
from centre.targets.models import TrackKind
from centre.templatetags.cohort import full_day
from centre.web.forms import Compared, CurrencyField, PickedDays, validate_age
from recruitment.assessment.decisions import Decision
from recruitment.funding.models import Award
from recruitment.messages.silence import explain
from recruitment.moves.fields import ReasonField, note_field
from recruitment.offers.conditions import TERMS
from recruitment.offers.kinds import CLEARANCES, SETTLED, ConditionKind, Gate, Pay, Progress, State
from recruitment.offers.models import Condition, FundingPart, Offer
from recruitment.pipeline.kinds import Party
from recruitment.pipeline.models import DispositionReason
from recruitment.positions.models import Intake

PARTS = 3
ANSWER_WITHIN = timedelta(days=14)


class OfferForm(Compared, PickedDays, forms.ModelForm):
    """The terms, and who pays how much of a month. One amount may be left out: it is the rest."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # Three abreast: a payer in each row; the day to answer by beside its time and zone.
    layout = "three"

    class Meta:
        model = Offer
        fields = [
            "pay", "amount", "currency", "months", "starts_on", "language", "supervisor",
            "co_supervisor", "expires_on", "expires_time", "expires_zone", "paragraph",
        ]  # fmt: skip
        field_classes = {"currency": CurrencyField}
        widgets = {
            "expires_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "expires_zone": forms.TextInput(attrs={"placeholder": "Asia/Hong_Kong"}),
            "paragraph": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "paragraph": _("Goes into the letter as it is. Leave empty for none."),
        }

    def __init__(self, *args, parts=(), **kwargs):
        self.stored_parts = list(parts)
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["token"]
        else:
            self.fields["token"].initial = uuid.uuid4
        for name in ("starts_on", "expires_on"):
            self.fields[name].validators.append(validate_age)
        supervisors = self.instance.application.centre.supervisors
        for name in ("supervisor", "co_supervisor"):
            kept = getattr(self.instance, f"{name}_id")
            rows = supervisors.filter(retired_on=None) | supervisors.filter(pk=kept)
            self.fields[name].queryset = rows
        for n in range(PARTS):
            self._add_part(n)

    def _add_part(self, n: int) -> None:
        part = self.stored_parts[n] if n < len(self.stored_parts) else None
        number = {"n": n + 1}
        self.fields[f"source_{n}"] = forms.ChoiceField(
            label=_("Who pays (%(n)d)") % number,
            choices=[("", _("Nobody")), *Award.Source.choices],
            initial=part.source if part else "",
            required=False,
        )
        self.fields[f"part_{n}"] = forms.DecimalField(
            label=_("Of it a month (%(n)d)") % number,
            min_value=Decimal("0.01"),
            max_digits=10,
            decimal_places=2,
            initial=part.amount if part else None,
            required=False,
            widget=forms.NumberInput(attrs={"placeholder": _("the rest")}),
        )
        self.fields[f"scheme_{n}"] = forms.CharField(
            label=_("Scheme or account (%(n)d)") % number,
            max_length=100,
            initial=part.text if part else "",
            required=False,
        )

    def _values(self):
        parts = sorted((one.source, str(one.amount), one.text) for one in self.stored_parts)
        return [*super()._values(), *parts, ("version", str(self.instance.number))]

    @property
    def parts(self) -> list[FundingPart]:
        return self._parts

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("That day has passed. Choose one to come."))
        return day

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if day < self.instance.application.centre.today():
            raise forms.ValidationError(_("That day has passed. Choose one to come."))
        return day

    def clean(self):
        cleaned = super().clean()
        starts, answer = cleaned.get("starts_on"), cleaned.get("expires_on")
        if starts and answer and starts < answer:
            self.add_error(
                "expires_on", _("Nobody answers after the first day. Choose a day before.")
            )
        pair = cleaned.get("supervisor"), cleaned.get("co_supervisor")
        if pair[0] and pair[0] == pair[1]:
            self.add_error("co_supervisor", _("Choose somebody else, or nobody."))
        self._parts = self._read_parts(cleaned)
        return cleaned

    def _read_parts(self, cleaned) -> list[FundingPart]:
        whole, rows, rest = cleaned.get("amount"), [], None
        for n in range(PARTS):
            source, amount = cleaned.get(f"source_{n}"), cleaned.get(f"part_{n}")
            if not source:
                if amount is not None:
                    self.add_error(f"source_{n}", _("Say who pays this."))
                continue
            part = FundingPart(source=source, text=cleaned.get(f"scheme_{n}", ""), amount=amount)
            if amount is None and rest is not None:
                self.add_error(f"part_{n}", _("Only one amount may be left out."))
            elif amount is None:
                rest = part
            rows.append(part)
        if whole is None or self.errors:
            return rows
        known = sum((one.amount for one in rows if one.amount is not None), Decimal(0))
        if rest is not None:
            rest.amount = whole - known
        adds_up = known < whole if rest is not None else known == whole
        if rows and not adds_up:
            self._tell_sum(known, cleaned)
        return rows

    def _tell_sum(self, known, cleaned):
        currency = cleaned.get("currency", "")
        text = _("The parts come to %(parts)s a month, the offer to %(whole)s.")
        values = {
            "parts": written(Money(known, currency)),
            "whole": written(Money(cleaned["amount"], currency)),
        }
        self.add_error("part_0", forms.ValidationError(text, params=values))


def first_terms(application) -> Offer:
    """An offer not saved, with what the application says already."""
    offer = Offer(application=application, supervisor=application.supervisor)
    offer.pay = Pay.SALARY if application.track.kind == TrackKind.POSTDOC else Pay.STIPEND
    offer.language = application.candidate.writes_in
    offer.starts_on = application.intake.starts_on
    offer.expires_zone = application.centre.time_zone
    soon = application.centre.today() + ANSWER_WITHIN
    offer.expires_on = min(soon, offer.starts_on) if offer.starts_on else soon
    return offer


def first_parts(application, user: User) -> list[FundingPart]:
    """The source the committee named last, for all of it; none if it named none, or if `user` is
    not to know what it decided."""
    read = Decision.objects.visible_to(user).filter(application=application)
    named = read.exclude(source="").first()
    if named is None:
        return []
    return [FundingPart(source=named.source, text=named.source_note[:100])]


class ConditionForm(Compared, PickedDays, forms.ModelForm):
    """What must be met, and how far it has come. What the offer says of it is shown alone once the
    offer was sent for approval; to an accepted one a clearance may be added."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Condition
        fields = [
            "kind", "gate", "text", "due_on", "state", "begun_on", "settled_on", "valid_until",
            "reference",
        ]  # fmt: skip
        help_texts = {
            "text": _("As the letter says it. Empty: what it is."),
            "settled_on": _("Empty: today."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["token"]
        else:
            self.fields["token"].initial = uuid.uuid4
        for name in ("due_on", "begun_on", "settled_on", "valid_until"):
            self.fields[name].validators.append(validate_age)
        offer = self.instance.offer
        if self.instance.pk and not offer.is_unasked:
            for name in TERMS:
                self.fields[name].disabled = True
        elif offer.state == State.ACCEPTED:
            self.fields["kind"].choices = [(one.value, one.label) for one in CLEARANCES]
            gate = Gate.FIRST_DAY
            self.fields["gate"].choices = [(gate.value, gate.label)]

    def clean(self):
        cleaned = super().clean()
        wordless = not cleaned.get("text") and not self.fields["text"].disabled
        if cleaned.get("kind") == ConditionKind.OTHER and wordless:
            self.add_error("text", _("Say what it is: the letter says nothing else of it."))
        decided = cleaned.get("state") in (*SETTLED, Progress.REFUSED)
        if decided and not cleaned.get("settled_on"):
            cleaned["settled_on"] = self.instance.offer.application.centre.today()
        elif not decided:
            cleaned["settled_on"] = None
        self._refuse_ahead("begun_on", _("%(day)s lies ahead. Enter the day it was applied for."))
        self._refuse_ahead(
            "settled_on",
            _("%(day)s lies ahead. Enter the day it was decided, or choose another state."),
        )
        begun, settled = cleaned.get("begun_on"), cleaned.get("settled_on")
        if begun and settled and settled < begun:
            self.add_error("settled_on", _("It cannot be decided before it was applied for."))
        return cleaned

    def _refuse_ahead(self, name, words):
        """What is noted as done was done by today: the gates take it for done."""
        on = self.cleaned_data.get(name)
        if on and on > self.instance.offer.application.centre.today():
            self.add_error(name, forms.ValidationError(words, params={"day": full_day(on)}))


class SayForm(forms.Form):
    """A step of an offer, with a note."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = note_field()

    def __init__(self, *args, offer: Offer, note: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.initial["version"] = offer.revision
        if note:
            self.fields["note"].required = True
            self.fields["note"].label = note

    @property
    def values(self) -> dict:
        return {"note": self.cleaned_data["note"]}


class SendForm(SayForm):
    """The offer is out either way; of its e-mail that is said apart."""

    told = forms.BooleanField(
        label=_("Tell the candidate now"),
        required=False,
        initial=True,
        help_text=_(
            "By e-mail, with a private link to letter and answer. Without the tick it is held, and "
            "released together with others under E-mails."
        ),
    )
    field_order = ["version", "told", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        explain(self.fields["told"], [self.offer.application.candidate])

    @property
    def values(self) -> dict:
        return {**super().values, "told": self.cleaned_data["told"]}


class RescindForm(SendForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["told"].initial = False
        if not self.fields["told"].disabled:
            self.fields["told"].help_text = _(
                "By e-mail, with the text in Settings, if they knew of the offer. Without the tick "
                "it is held, and released together with others under E-mails."
            )


class DeclineForm(SayForm):
    reason = ReasonField(None, label=_("Why did they decline?"))
    field_order = ["version", "reason", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        centre = self.offer.application.centre_id
        self.fields["reason"].queryset = DispositionReason.objects.filter(
            centre=centre, party=Party.CANDIDATE, retired_on=None
        )
        self.fields["reason"].show_groups()

    @property
    def values(self) -> dict:
        return {**super().values, "reason": self.cleaned_data["reason"]}


class DeferForm(PickedDays, SendForm):
    """To which intake, from which day on, and whether the seat goes along."""

    intake = forms.ModelChoiceField(Intake.objects.none(), label=_("Intake"))
    starts_on = forms.DateField(label=_("First day"), validators=[validate_age])
    takes_seat = forms.BooleanField(
        label=_("The seat goes along"),
        required=False,
    )
    field_order = ["version", "intake", "starts_on", "takes_seat", "told", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        application = self.offer.application
        rows = Intake.objects.filter(track=application.track_id, retired_on=None)
        day = application.intake.starts_on
        later = rows.filter(starts_on__gt=day) if day else rows.exclude(pk=application.intake_id)
        self.fields["intake"].queryset = later
        if not self.fields["told"].disabled:
            self.fields["told"].help_text = _(
                "By e-mail, with the new first day and the text in Settings. Without the tick it "
                "is held, and released together with others under E-mails."
            )
        keeps = application.track.deferral_keeps_seat
        self.fields["takes_seat"].initial = keeps
        self.fields["takes_seat"].help_text = (
            _("As the rule of this track has it. Untick it where somebody else needs the seat.")
            if keeps
            else _("By the rule of this track it stays, free for somebody else.")
        )

    def clean(self):
        cleaned = super().clean()
        intake, day = cleaned.get("intake"), cleaned.get("starts_on")
        if intake and day and intake.starts_on and day < intake.starts_on:
            self.add_error("starts_on", _("It comes before the intake. Choose a later day."))
        return cleaned

    @property
    def values(self) -> dict:
        names = ("note", "told", "intake", "starts_on", "takes_seat")
        return {name: self.cleaned_data[name] for name in names}
