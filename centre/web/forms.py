"""What our forms share: days one picks, and knowing that somebody was faster."""

import hashlib
from datetime import date, datetime

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from centre.templatetags.cohort import full_day, moment


class DayInput(forms.DateInput):
    """The browser's own day picker; it wants ISO days whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


def validate_age(day):
    """A slip in the year, such as 0026, is told at once: no page has to cope with it later."""
    if not 1950 <= day.year <= 2100:
        raise forms.ValidationError(
            _("%(day)s cannot be right. Check the year."), params={"day": full_day(day)}
        )


class PickedRows(forms.ModelMultipleChoiceField):
    """Several rows to tick. A number beyond 64 bits is nobody's, and databases refuse to look."""

    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value):
        for one in value:
            if len(str(one)) > 18:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(one)[:40]},
                )
        return super()._check_values(value)


class CurrencyField(forms.CharField):
    """Three letters, typed small or large; what people call RMB is stored as CNY."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "size": 5}

    def to_python(self, value):
        code = super().to_python(value).upper()
        return "CNY" if code == "RMB" else code


class PickedDays:
    """Gives every day of a form the browser's own picker."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field.widget) is forms.DateInput:
                field.widget = DayInput()


class Compared:
    """For a ModelForm that edits: whoever saves after somebody else is told, nothing overwritten.

    The page carries `seen_now`, a print of the values it showed, as the field `seen`. Saving the
    values that stand already (the same form sent twice) is no clash. Ask it within a transaction
    that has locked the row.
    """

    # Fields the form does not show but whose constraints it must keep: "once per centre".
    fixed: tuple[str, ...] = ()
    overtaken = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._stored = self._values()
        self.seen_now = hashlib.sha256(repr(self._stored).encode()).hexdigest()[:20]

    def _values(self):
        stored = model_to_dict(self.instance, list(self.fields))
        return sorted(
            (name, sorted(one.pk for one in value) if isinstance(value, list) else str(value))
            for name, value in stored.items()
        )

    def _writes(self):
        """Whether saving would write; the same values sent twice are no clash."""
        return self.has_changed()

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - set(self.fixed)

    def clean(self):
        cleaned = super().clean()
        seen = self.data.get("seen")
        if self.instance.pk and seen and seen != self.seen_now and self._writes():
            self.overtaken = True
            now = self._told()
            words = [
                _("Somebody changed this after you opened the page."),
                *([_("It now says: %(now)s.") % {"now": now}] if now else []),
                _("Your values are still below: save again to put them in."),
            ]
            self.add_error(None, forms.ValidationError(" ".join(words), code="overtaken"))
        return cleaned

    def _told(self):
        changed = [name for name in self.changed_data if name in self.fields]
        values = {name: self[name].initial for name in changed}
        return "; ".join(
            f"{self.fields[name].label}: {_shown(self.fields[name], value)}"
            for name, value in values.items()
        )


def _shown(field, value):
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    if isinstance(value, date):
        return moment(value) if isinstance(value, datetime) else full_day(value)
    choices = getattr(field, "choices", None)
    if choices is not None:
        return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
    return str(value)
