"""A task as somebody writes it down or changes it."""

import uuid

from django import forms
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.web.forms import Compared, PickedDays, validate_age
from recruitment.candidates.models import Candidate
from recruitment.tasks.colleagues import colleagues, who_see
from recruitment.tasks.models import Task


class TaskForm(Compared, PickedDays, forms.ModelForm):
    """Given only to somebody who may meet the candidate; the token keeps a second sending out."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Task
        fields = ["what", "due_on", "owner"]
        error_messages = {
            "what": {"required": _("Say what is to be done.")},
            "owner": {"invalid_choice": _("They cannot open this candidate. Choose another.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].widget.attrs["autocomplete"] = "off"
        self.fields["due_on"].validators.append(validate_age)
        about = self.instance.application or self.instance.candidate
        able = who_see(about, colleagues(self.instance.centre))
        owner = self.fields["owner"]
        owner.queryset = User.objects.filter(pk__in=[one.pk for one in able])
        owner.required, owner.empty_label = True, None
        if self.instance._state.adding:
            self.fields["token"].initial = uuid.uuid4
        else:
            del self.fields["token"]

    @transaction.atomic
    def add(self) -> Task:
        """Store it; sent twice it is one. Http404 if the person was merged away meanwhile: a merge
        waits for this, or this for the merge."""
        person = self.instance.candidate_id
        if person:
            rows = Candidate.objects.select_for_update(no_key=True).filter(pk=person)
            if not list(rows.values_list("pk")):
                raise Http404
        token = self.cleaned_data["token"] or uuid.uuid4()
        known = Task.objects.filter(token=token, made_by=self.instance.made_by)
        if one := known.first():
            return one
        self.instance.token = token
        try:
            with transaction.atomic():  # about nobody there is no row to wait for
                return self.save()
        except IntegrityError:
            return get_object_or_404(known)
