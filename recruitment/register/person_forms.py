"""What staff may type about one person: quick add, edit, note, another application."""

import uuid
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists
from django.http import Http404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centre.accounts.policy import may
from centre.people.models import Supervisor
from centre.web.statements import Slot, kept
from recruitment.candidates import duplicates, names
from recruitment.candidates.models import Candidate, CandidateKey, Note
from recruitment.candidates.pairs import NotSame
from recruitment.positions.models import Source
from recruitment.register import quick_add
from recruitment.register.entry import (
    NOT_ON_OFFER,
    Entry,
    find_entry,
    in_use,
    place_choices,
    place_of,
    row_choices,
)
from recruitment.tasks.mentions import mentions, tell

PROSPECT = "none"


def _facts() -> dict[str, Exists]:
    """What quick add asks beside: are the rows in use, was the form sent, is the address known."""
    email = CandidateKey.objects.filter(
        centre=Slot("centre"), kind=CandidateKey.Kind.EMAIL, key=Slot("email")
    )
    return {
        "source": in_use(Source, "source"),
        "supervisor": in_use(Supervisor, "supervisor"),
        "sent": Exists(quick_add.sent_before(Slot("token"), Slot("user"))),
        "email": Exists(email),
    }


class NameField(forms.CharField):
    def to_python(self, value):
        return names.clean(super().to_python(value))


class QuickAddForm(forms.Form):
    """Six fields, three required. Fields are plain: `find_entry` checks them all at once."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    full_name = NameField(label=_("Full name"), max_length=200)
    native_name = NameField(label=_("Name in own script"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    place = forms.CharField(label=_("Position and intake"), widget=forms.Select)
    source = forms.IntegerField(
        label=_("How we found them"), required=False, max_value=10**12, widget=forms.Select
    )
    supervisor = forms.IntegerField(
        label=_("Supervisor"), required=False, max_value=10**12, widget=forms.Select
    )
    anyway = forms.BooleanField(
        label=_("This is another person: save anyway"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, centre, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.centre, self.user = centre, user
        self.entry: Entry | None = None
        self.fields["token"].initial = uuid.uuid4
        self.fields["full_name"].error_messages["required"] = _("Enter the name.")
        self.fields["email"].error_messages["required"] = _("Enter the e-mail address.")
        self.fields["email"].error_messages["invalid"] = _(
            "This is not an e-mail address. Write it as name@example.org."
        )
        self.fields["place"].error_messages["required"] = _(
            "Choose a position and intake, or keep the person as a prospect."
        )
        # Callables: choices are read when a form is drawn, not when it is saved.
        self.fields["place"].widget.choices = self._places
        self.fields["source"].widget.choices = lambda: row_choices(Source, centre, _("Not known"))
        self.fields["supervisor"].widget.choices = lambda: row_choices(
            Supervisor, centre, _("None yet")
        )
        self._ask_while_typing()
        for name in ("full_name", "native_name", "email"):
            # Somebody else's data: the browser must not fill in the user's own.
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if not self.is_bound:  # a form that came back gives the focus to its summary
            self.fields["full_name"].widget.attrs["autofocus"] = True

    def _places(self):
        return [
            ("", _("Choose…")),
            *place_choices(self.centre),
            (PROSPECT, _("None yet, keep as prospect")),
        ]

    def _ask_while_typing(self):
        for name in ("full_name", "native_name", "email"):
            self.fields[name].widget.attrs |= {
                "hx-get": reverse_lazy("recruitment:candidate-duplicates"),
                "hx-trigger": "input changed delay:300ms, change",
                "hx-target": "#match",
                "hx-swap": "innerHTML",
                "hx-include": "#id_full_name, #id_native_name, #id_email",
                "hx-sync": "#quick-fields:replace",
            }

    def clean_email(self):
        return names.fold_email(self.cleaned_data["email"])

    def clean_place(self):
        typed = self.cleaned_data["place"]
        if typed == PROSPECT:
            return None
        place = place_of(typed)
        if place is None:
            raise ValidationError(NOT_ON_OFFER)
        return place

    def clean(self):
        typed = super().clean()
        if self.errors:
            return typed
        if typed["place"] is None:
            known = self.matches_by_email
            self._check_rows(typed, self._in_use(typed))
        else:
            self.entry = self._find_entry(typed)
            if self.entry is None:
                self.add_error("place", NOT_ON_OFFER)
                return typed
            self._check_rows(typed, self.entry.facts)
            known = self.entry.facts["email"]
        if known and not typed["anyway"] and not self.sent_before:
            self.warn()
        return typed

    def _find_entry(self, typed) -> Entry | None:
        return find_entry(
            self.centre,
            typed["place"],
            _facts,
            source=typed["source"] or 0,
            supervisor=typed["supervisor"] or 0,
            token=typed["token"],
            user=self.user.pk,
            email=typed["email"],
        )

    def _in_use(self, typed) -> dict[str, bool]:
        """Of a prospect, whom no entry tells: is what they came with a row of the centre."""
        return {
            name: typed[name] is not None
            and model.objects.filter(centre=self.centre, pk=typed[name], retired_on=None).exists()
            for name, model in (("source", Source), ("supervisor", Supervisor))
        }

    def _check_rows(self, typed, facts: Mapping[str, bool]):
        if typed["source"] and not facts["source"]:
            self.add_error("source", _("That source is not in use any more. Choose another."))
        if typed["supervisor"] and not facts["supervisor"]:
            self.add_error("supervisor", _("That supervisor has gone. Choose another."))

    def warn(self):
        """Come back once; the tick that saves all the same is offered from now on."""
        self.fields["anyway"].widget = forms.CheckboxInput()
        told = _(
            "Somebody with this e-mail is here already. Open them, or tick “save anyway” below."
        )
        self.add_error("email", ValidationError(told, code="known"))

    @cached_property
    def sent_before(self):
        if self.entry is not None:
            return self.entry.facts["sent"]
        return quick_add.sent_before(self.cleaned_data["token"], self.user).exists()

    @cached_property
    def matches_by_email(self):
        typed = Candidate(centre=self.centre, email=self.cleaned_data["email"])
        return duplicates.find(typed, user=self.user, kinds=duplicates.STRONG)

    def matches(self):
        """For the form that comes back: everybody who looks the same as what was typed."""
        typed = Candidate(
            centre=self.centre,
            full_name=self["full_name"].value() or "",
            native_name=self["native_name"].value() or "",
            email=self["email"].value() or "",
        )
        return duplicates.find(typed, user=self.user)

    def save(self) -> Candidate:
        typed = self.cleaned_data
        if self.sent_before:
            return quick_add.sent_before(typed["token"], self.user).get()
        fields = ("full_name", "native_name", "email", "token")
        person = quick_add.add_candidate(
            candidate=Candidate(centre=self.centre, **{name: typed[name] for name in fields}),
            actor=self.user,
            entry=self.entry,
            source=typed["source"],
            supervisor=typed["supervisor"],
        )
        if typed["anyway"] and may(self.user, "merge_candidates", self.centre.pk):
            self._remember_apart(person)
        return person

    def _remember_apart(self, person: Candidate):
        """“This is another person” is an answer: nobody is asked about these two again."""
        for match in duplicates.find(person, user=self.user, kinds=duplicates.STRONG):
            NotSame.say(person, match.candidate, by=self.user)

    @property
    def for_another(self):
        """What the next person of the same batch shares with this one."""
        return {name: self[name].value() or "" for name in ("place", "source", "supervisor")}


def _held():
    return Candidate.objects.select_for_update(no_key=True).filter(pk=Slot("pk")).values_list("pk")


class NoteForm(forms.ModelForm):
    """A note, drawn by _activity.html; its token keeps a second sending from making a second."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Note
        fields = ["text"]
        error_messages = {"text": {"required": _("Write something first.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    @transaction.atomic
    def add_to(self, candidate, author) -> Note:
        """Http404 if they were merged into somebody else since they were read: a merge waits for
        this, or this for the merge."""
        if not kept("note about", _held).rows(pk=candidate.pk):
            raise Http404
        text = self.cleaned_data["text"]
        self.mentions = mentions(text, candidate, by=author)
        note, made = Note.objects.get_or_create(
            token=self.cleaned_data["token"],
            defaults={
                "candidate": candidate,
                "author": author,
                "text": text,
                "mentioned": "\n".join(self.mentions.words),
            },
        )
        if made:
            tell(note, self.mentions)
        return note
