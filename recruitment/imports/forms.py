"""What one types on the way of a file: the file, and what its headings are."""

from collections.abc import Iterable, Mapping
from uuid import uuid4

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from recruitment.exchange.columns import FIELDS, IGNORE, KEEP, NAMES, SEVERAL
from recruitment.exchange.encodings import KNOWN
from recruitment.exchange.reader import Tab
from recruitment.imports.headings import LABELS, Heading

# What is sent is a word any track's list of results is read by.
RESULTS = [("Offer", _("Offer")), ("Enrolled", _("Started")), ("Rejected", _("Rejected")),
           ("Withdrawn", _("Withdrawn"))]  # fmt: skip
_ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.json"


class UploadForm(forms.Form):
    """A file, and a token so that sending it twice keeps it once."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, XLSX, XLS, ODS or JSON Resume, up to 5 MB. Headings in English or Chinese are "
            "recognised, and the exports of Greenhouse, Lever, OpenCATS, Odoo and Frappe."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPTED}),
        error_messages={"required": _("Choose a file.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class EncodingForm(forms.Form):
    """In which of the encodings that fit the text reads right."""

    def __init__(self, *args, samples: Mapping[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        shown = '<span class="strong">{}</span> <span class="muted small">{}</span>'
        self.fields["encoding"] = forms.ChoiceField(
            label=_("Which of these reads right?"),
            choices=[
                (name, format_html(shown, text, KNOWN[name])) for name, text in samples.items()
            ],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the one that reads right.")},
        )


class ColumnsForm(forms.Form):
    """A field for each heading, the tabs to read, and a name to remember the match by."""

    remember = forms.CharField(
        label=_("Remember this match as"),
        max_length=80,
        required=False,
        help_text=_("For the next file with these headings. Leave empty to forget it."),
    )

    is_headless = forms.BooleanField(required=False, widget=forms.HiddenInput)
    is_nameless = forms.BooleanField(
        label=_("Rows without a name are people too"),
        help_text=_("They are called by their number, such as “Applicant 12 (admissions)”."),
        required=False,
    )

    def __init__(self, *args, headings: Iterable[Heading], tabs=(), intakes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.headings = list(headings)
        nobody = ("", _("None: people are added without applications"))
        self.fields["intake"] = forms.ChoiceField(
            label=_("Intake of the rows that name none"),
            choices=[nobody, *((name, name) for name in intakes)],
            required=False,
        )
        self.fields["result"] = forms.ChoiceField(
            label=_("Result of the rows that name none"),
            choices=[("", _("Submitted")), *RESULTS],
            required=False,
        )
        choices = [(KEEP, _("Keep in a note")), (IGNORE, _("Leave this column out"))]
        choices += [(name, LABELS[name]) for name in FIELDS]
        for number, heading in enumerate(self.headings):
            self.fields[f"c{number}"] = forms.ChoiceField(
                label=heading.text,
                choices=choices,
                required=False,
                initial=heading.field,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )
        self.tabs = list(tabs)
        if len(self.tabs) > 1 or any(tab.hidden for tab in self.tabs):
            self.fields["sheets"] = forms.MultipleChoiceField(
                label=_("Sheets to read"),
                choices=[(tab.title, _shown(tab)) for tab in self.tabs],
                initial=[tab.title for tab in self.tabs if not tab.hidden],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Choose at least one sheet.")},
            )

    @property
    def chosen_tabs(self) -> frozenset[str] | None:
        """The sheets to read; None where there was nothing to choose."""
        return frozenset(self.cleaned_data["sheets"]) if "sheets" in self.fields else None

    def clean(self):
        cleaned = super().clean()
        seen: dict[tuple[str, str], str] = {}
        for number, heading in enumerate(self.headings):
            name = cleaned.get(f"c{number}", "")
            for tab in heading.tabs if name and name not in (IGNORE, KEEP) else ():
                other = seen.setdefault((tab, name), heading.text)
                if other != heading.text and name not in SEVERAL:
                    self.add_error(
                        f"c{number}",
                        _("“%(other)s” is %(field)s already. Choose one of the two.")
                        % {"other": other, "field": LABELS[name]},
                    )
        has_name = {name for _tab, name in seen}.intersection(NAMES) or cleaned.get("is_nameless")
        if not self.errors and not has_name:
            self.add_error(None, _("Say which column holds the name."))
        return cleaned

    @property
    def columns(self) -> dict[str, str]:
        """{heading folded: field, KEEP or IGNORE}."""
        return {
            heading.key: self.cleaned_data[f"c{number}"] or IGNORE
            for number, heading in enumerate(self.headings)
        }

    def rows(self):
        """Each heading with its field, for the table."""
        for number, heading in enumerate(self.headings):
            yield heading, self[f"c{number}"]


def _shown(tab: Tab) -> str:
    return _("%(tab)s (hidden)") % {"tab": tab.title} if tab.hidden else tab.title
