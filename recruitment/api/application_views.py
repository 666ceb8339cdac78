"""Applications and their moves. A move goes through the one gate, by the forms of the pages."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from recruitment.api import docs, merged
from recruitment.api.base import ApiView, one
from recruitment.api.fields import LARGEST_ID, Day, Id, Moment, Number, Sent, Text
from recruitment.api.narrowed import Narrowed
from recruitment.api.once import once
from recruitment.api.paging import PARAMETERS, check_names
from recruitment.api.problems import Told, refuse_form
from recruitment.api.shapes import APPLICATION_JOINS, MOVE_JOINS, ApplicationShape, MoveShape
from recruitment.candidates.models import Candidate
from recruitment.moves import forms
from recruitment.moves.gate import Known, take
from recruitment.moves.permits import insist
from recruitment.moves.reading import Opened, open_application, stages_of
from recruitment.pipeline.models import Application, StageTransition
from recruitment.register.application_form import APPLIED, LEAD, ApplicationForm

STEPS = {
    one.verb: one
    for one in (
        forms.MoveForm, forms.CloseForm, forms.ReopenForm, forms.CorrectForm, forms.UndoForm,
    )
}  # fmt: skip


class NewApplication(Sent):
    candidate = Id()
    position = Id()
    intake = Id()
    begins = serializers.ChoiceField(
        [(APPLIED, "Applied"), (LEAD, "In contact, not applied yet")], required=False
    )
    on = Day(required=False, help_text="The day it came; today if left out.")
    source = Id(required=False)
    supervisor = Id(required=False)
    area = Id(required=False, help_text="The one the position names, if left out.")


class NewMove(Sent):
    verb = serializers.ChoiceField([(name, name) for name in STEPS])
    version = Number(help_text="The application's version as you read it.")
    stage = Id(required=False, help_text="To move or to correct: where to.")
    reason = Id(required=False, help_text="To close: why.")
    starts_on = Day(required=False, help_text="To move to the start: the first day.")
    opening = Id(required=False, help_text="To move to the start: which seat, else a free one.")
    effective_at = Moment(required=False, help_text="When it happened; now if left out.")
    note = Text(max_length=2000, required=False, allow_blank=True)


class MoveResult(serializers.Serializer):
    application = ApplicationShape()
    move = MoveShape(allow_null=True, help_text="Null if it stood there already.")


class Applications(ApiView):
    needs = {"GET": "view_candidates", "POST": "add_candidate"}
    logged_by = ("people", "candidate")

    @extend_schema(
        operation_id="applications_list",
        summary="Applications, in the order they were added",
        description="Narrowed as the candidates page is, and by “candidate”.",
        parameters=[*docs.FILTERS, docs.CANDIDATE, *docs.PAGES],
        responses={200: docs.page_of(ApplicationShape)},
    )
    def get(self, request):
        narrowed = Narrowed(self, "candidate")
        rows = narrowed.applications().select_related(*APPLICATION_JOINS)
        if "candidate" in request.query_params:
            person = number_of(request, "candidate")
            rows = rows.filter(candidate=person)
            merged.raise_if_merged(self, person)
        return self.page(rows, ApplicationShape, given=narrowed.given)

    @extend_schema(
        operation_id="applications_create",
        summary="Add an application of a candidate",
        parameters=[docs.ONCE],
        request=NewApplication,
        responses={201: docs.made(ApplicationShape)},
    )
    def post(self, request):
        check_names(request)
        sent = NewApplication(data=request.data)
        sent.is_valid(raise_exception=True)
        return once(
            request,
            lambda: self._add(sent.validated_data),
            seen=lambda told: one(self.seen(Application.objects), told["id"]),
        )

    def _add(self, sent: dict) -> Response:
        people = self.seen(Candidate.objects).select_related("centre")
        person = people.filter(pk=sent["candidate"]).first()
        if person is None:
            merged.raise_if_merged(self, sent["candidate"])
            told = _("There is no such candidate.")
            raise Told(422, _("Nothing was saved."), {"candidate": [told]})
        data = {name: sent[name] for name in ("on", "source", "supervisor", "area") if name in sent}
        data |= {
            "place": f"{sent['position']}-{sent['intake']}",
            "begins": sent.get("begins", APPLIED),
        }
        form = ApplicationForm(data, candidate=person)
        added = form.save(self.request.user) if form.is_valid() else None
        if added is None:
            raise refuse_form(form, place="intake")
        address = reverse("api:application", args=[added.pk])
        return Response(shown(added.pk), status=201, headers={"Location": address})


class OneApplication(ApiView):
    needs = {"GET": "view_candidates"}

    @extend_schema(
        operation_id="applications_read",
        summary="One application",
        responses={200: ApplicationShape},
    )
    def get(self, request, pk):
        check_names(request)
        rows = self.seen(Application.objects).select_related(*APPLICATION_JOINS)
        return Response(ApplicationShape(one(rows, pk)).data)


class MovesOfOne(ApiView):
    needs = {"GET": "read_notes", "POST": "move_application"}
    logged_by = ("applications", "application")

    @extend_schema(
        operation_id="applications_moves_list",
        summary="Every step of one application",
        parameters=docs.PAGES,
        responses={200: docs.page_of(MoveShape)},
    )
    def get(self, request, pk):
        check_names(request, *PARAMETERS)
        found = one(self.seen(Application.objects), pk)
        rows = StageTransition.objects.filter(application=found).select_related(*MOVE_JOINS)
        return self.page(rows, MoveShape)

    @extend_schema(
        operation_id="applications_moves_create",
        summary="Move, close, reopen, correct, or undo the last step",
        description=(
            "Through the same rules as on the pages. 409 with “present” if somebody moved it "
            "since the version you name; 422 with a sentence for a step the rules refuse; 200 "
            "without a move if it stood there already."
        ),
        parameters=[docs.ONCE],
        request=NewMove,
        responses={200: MoveResult, 201: MoveResult},
    )
    def post(self, request, pk):
        check_names(request)
        sent = NewMove(data=request.data)
        sent.is_valid(raise_exception=True)
        return once(
            request,
            lambda: self._step(pk, sent.validated_data),
            seen=lambda told: one(self.seen(Application.objects), told["application"]["id"]),
        )

    def _step(self, pk: int, sent: dict) -> Response:
        http = self.request._request
        opened = open_application(http, pk)
        application = opened.application
        insist(http, application.stage)
        verb = sent["verb"]
        if verb == "undo" and opened.step_before:
            insist(http, opened.step_before.stage)
        stages = stages_of(application)
        form = self._form(STEPS[verb], opened, stages, sent)
        ask = form.ask()
        if "effective_at" in sent:
            ask = replace(ask, effective_at=sent["effective_at"])
        written = take(
            application, ask, actor=self.request.user, expected=sent["version"],
            known=Known(opened.history, stages),
        )  # fmt: skip
        move = written[0] if written else None
        answer = {
            "application": shown(application.pk),
            "move": MoveShape(_steps().get(pk=move.pk)).data if move else None,
        }
        return Response(answer, status=201 if move else 200)

    def _form(self, kind, opened: Opened, stages, sent: dict):
        """The page's form with what was sent, every key one the verb knows."""
        data = {name: value for name, value in sent.items() if name != "effective_at"}
        form = kind(data, request=self.request._request, opened=opened, stages=stages)
        unused = set(sent) - {"verb"} - set(form.fields)
        # Of a start that cannot be yet the gate says why.
        if getattr(form, "chosen", None) and form.chosen.is_start:
            unused -= {"starts_on", "opening"}
        if unused:
            told = _("This means nothing for this step.")
            raise Told(422, _("Nothing was done."), {name: [told] for name in sorted(unused)})
        if not form.is_valid():
            raise refuse_form(form)
        return form


class Moves(ApiView):
    needs = {"GET": "read_notes"}
    logged_by = ("applications", "application")

    @extend_schema(
        operation_id="moves_list",
        summary="Every step of every application, in the order they were recorded",
        parameters=docs.PAGES,
        responses={200: docs.page_of(MoveShape)},
    )
    def get(self, request):
        check_names(request, *PARAMETERS)
        theirs = self.seen(Application.objects).order_by()
        rows = _steps().filter(application__in=theirs.values("pk"))
        return self.page(rows, MoveShape)


def shown(pk: int) -> dict:
    """As it is stored now; by whoever may see it."""
    rows = Application.objects.select_related(*APPLICATION_JOINS)
    return dict(ApplicationShape(rows.get(pk=pk)).data)


def _steps():
    return StageTransition.objects.select_related(*MOVE_JOINS)


def number_of(request, name: str) -> int:
    text = request.query_params[name]
    is_short = len(text) <= len(str(LARGEST_ID))
    if not (is_short and text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST_ID):
        raise Told(400, _("Nothing was read."), {name: [_("Write the number of a row.")]})
    return int(text)
