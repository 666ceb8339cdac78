"""Candidates: list, one, new, edited."""

from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from centre import languages
from recruitment.api import docs, merged
from recruitment.api.base import ApiView, insist_on_match, unless_known, with_etag
from recruitment.api.fields import Flag, Id, Sent, Text
from recruitment.api.narrowed import Narrowed
from recruitment.api.once import once
from recruitment.api.paging import check_names
from recruitment.api.problems import Told, refuse_form
from recruitment.api.shapes import CandidateShape, OneCandidateShape
from recruitment.candidates.models import Candidate
from recruitment.register.edit_forms import CandidateForm
from recruitment.register.person_forms import PROSPECT, QuickAddForm

NEEDS = {"GET": "view_candidates", "POST": "add_candidate", "PATCH": "edit_candidate"}


class NewCandidate(Sent):
    full_name = Text(max_length=200)
    native_name = Text(max_length=200, required=False)
    email = serializers.EmailField(max_length=254)
    position = Id(required=False, help_text="With an intake: they apply. Without: a prospect.")
    intake = Id(required=False)
    source = Id(required=False)
    supervisor = Id(required=False)
    another_person = Flag(
        required=False, help_text="True: add them though somebody here has this address."
    )

    def validate(self, sent):
        if ("position" in sent) != ("intake" in sent):
            lacking = "intake" if "position" in sent else "position"
            told = _("Position and intake go together.")
            raise Told(422, _("Nothing was saved."), {lacking: [told]})
        return sent


class CandidateEdit(Sent):
    full_name = Text(max_length=200, required=False)
    native_name = Text(max_length=200, required=False, allow_blank=True)
    preferred_name = Text(max_length=200, required=False, allow_blank=True)
    email = Text(max_length=254, required=False, allow_blank=True)
    other_emails = serializers.ListField(child=Text(max_length=254), required=False, max_length=20)
    phone = Text(max_length=40, required=False, allow_blank=True)
    orcid = Text(max_length=60, required=False, allow_blank=True)
    nationality = Text(
        max_length=2, required=False, allow_blank=True, help_text="ISO 3166-1 alpha-2."
    )
    current_place = Text(max_length=200, required=False, allow_blank=True)
    language = serializers.ChoiceField(
        languages.NAMED, required=False, allow_blank=True, help_text="They are written to in it."
    )
    no_contact_on = serializers.DateField(
        required=False, allow_null=True, help_text="With a reason: they may not be written to."
    )
    no_contact_reason = Text(max_length=200, required=False, allow_blank=True)
    home_pages = serializers.ListField(child=Text(max_length=500), required=False, max_length=20)


# What the page's form says of its own tick box.
_SAID = {
    "known": _t(
        "Somebody with this e-mail is here already. If this is another person, say so in "
        "“another_person”."
    ),
}


class Candidates(ApiView):
    needs = {name: NEEDS[name] for name in ("GET", "POST")}
    logged_by = ("people", "id")

    @extend_schema(
        operation_id="candidates_list",
        summary="Candidates, in the order they were added",
        description="Narrowed as the candidates page is; “q” finds at most 1,000 people.",
        parameters=[*docs.FILTERS, *docs.PAGES],
        responses={200: docs.page_of(CandidateShape)},
    )
    def get(self, request):
        narrowed = Narrowed(self)
        return self.page(narrowed.people(), CandidateShape, given=narrowed.given)

    @extend_schema(
        operation_id="candidates_create",
        summary="Add a candidate, and their application if position and intake are given",
        parameters=[docs.ONCE],
        request=NewCandidate,
        responses={201: docs.made(OneCandidateShape)},
    )
    def post(self, request):
        check_names(request)
        sent = NewCandidate(data=request.data)
        sent.is_valid(raise_exception=True)
        return once(
            request,
            lambda: self._add(sent.validated_data),
            seen=lambda told: merged.candidate(self, self.seen(Candidate.objects), told["id"]),
        )

    def _add(self, sent: dict) -> Response:
        place = f"{sent['position']}-{sent['intake']}" if "position" in sent else PROSPECT
        data = {name: sent.get(name, "") for name in ("full_name", "native_name", "email")}
        data |= {name: sent[name] for name in ("source", "supervisor") if name in sent}
        data |= {"place": place, "token": uuid4(), "anyway": sent.get("another_person", False)}
        form = QuickAddForm(data, centre=self.centre, user=self.request.user)
        if not form.is_valid():
            raise refuse_form(form, place="intake", anyway="another_person", said=_SAID)
        person = form.save()
        address = reverse("api:candidate", args=[person.pk])
        return with_etag(_shown(person), 201, Location=address)


class OneCandidate(ApiView):
    needs = {name: NEEDS[name] for name in ("GET", "PATCH")}

    @extend_schema(
        operation_id="candidates_read",
        summary="One candidate, with what they studied",
        parameters=[docs.IF_NONE_MATCH],
        responses={200: docs.tagged(OneCandidateShape), 304: docs.UNCHANGED},
    )
    def get(self, request, pk):
        check_names(request)
        person = merged.candidate(self, self.seen(Candidate.objects), pk)
        return unless_known(request, _shown(person))

    @extend_schema(
        operation_id="candidates_edit",
        summary="Change the fields that are sent",
        description="“If-Match” names what you read: 412 brings what stands there now.",
        parameters=[docs.IF_MATCH],
        request=CandidateEdit,
        responses={200: docs.tagged(OneCandidateShape)},
    )
    @transaction.atomic
    def patch(self, request, pk):
        check_names(request)
        # Not as partial: each field is optional by itself.
        sent = CandidateEdit(data=request.data)
        sent.is_valid(raise_exception=True)
        rows = Candidate.objects.select_related("centre").select_for_update(of=("self",))
        person = merged.candidate(self, self.seen(rows), pk)
        insist_on_match(request, _shown(person))
        form = _filled(person, sent.validated_data)
        if not form.is_valid():
            raise refuse_form(form)
        if form.typed_fields:
            person.save_if(person.version, form.typed_fields)
        return with_etag(_shown(person))


def _shown(person: Candidate) -> dict:
    return dict(OneCandidateShape(person).data)


def _filled(person: Candidate, sent: dict) -> CandidateForm:
    """The form of the person's page as if somebody had typed what was sent into it."""
    names: list[str] = CandidateForm.Meta.fields
    now = {name: str(getattr(person, name) or "") for name in names}
    lines = {name: "\n".join(value) for name, value in sent.items() if isinstance(value, list)}
    data = {**now, **sent, **lines, "version": person.version}
    data |= {f"initial-{name}": value for name, value in now.items()}
    return CandidateForm(data, instance=person)
