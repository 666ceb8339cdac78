"""Where applications stood at the end of a day, and how far they ever came: asked of the history.

Corrections are left out everywhere: what they took back never counted. With `known`, a moment,
only what was recorded before it is asked: the answer as it would have been given then.
"""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from recruitment.pipeline.history import StageTransition
from recruitment.pipeline.kinds import SUCCEEDED, StageKind, Status, StepKind
from recruitment.pipeline.stages import Stage


class PastQuerySet(models.QuerySet):
    """Applications by what their steps say. The model is Application, in a module above."""

    def reached(self, stage, *, on: date | None = None, known: datetime | None = None):
        """Those who ever came to `stage` or beyond by the end of `on`, corrections left out.

        These are the ones the funnel counts as "entered" there. Who came straight to Applied or
        beyond was never a lead.
        """
        beyond = {"position__gte": stage.position}
        found = self.filter(self._visited(stage=stage, on=on, known=known, **beyond))
        if stage.kind != StageKind.LEAD:
            return found
        applied = Stage.objects.filter(
            pipeline=stage.pipeline_id, position__lte=stage.position
        ).exclude(kind=StageKind.LEAD)
        first = StageTransition.objects.standing(known=known).filter(application=OuterRef("pk"))
        return found.annotate(
            first_stood=Subquery(first.order_by("sequence").values("to_stage__position")[:1])
        ).filter(Q(first_stood__lte=stage.position) | Exists(applied))

    def passed(self, stage, *, on: date | None = None, known: datetime | None = None):
        """Those who came to a stage after `stage`: the funnel's "advanced"."""
        beyond = {"position__gt": stage.position}
        return self.reached(stage, on=on, known=known).filter(
            self._visited(stage=stage, on=on, known=known, **beyond)
        )

    def _visited(self, *, stage, on, known, **positions):
        steps = StageTransition.objects.standing(known=known).filter(
            application=OuterRef("pk"),
            to_stage__pipeline=stage.pipeline_id,
            **{f"to_stage__{lookup}": value for lookup, value in positions.items()},
        )
        if on is not None:
            steps = steps.filter(effective_at__lt=stage.centre.end_of(on))
        return Exists(steps)

    def standing_in(
        self, stage, *, statuses, on: date | None = None, known: datetime | None = None
    ):
        """Those who stood in `stage` with one of `statuses` at the end of `on`, or now."""
        if on is None:
            return self.filter(stage=stage, status__in=statuses)
        return self.standing_before(stage.centre.end_of(on), known=known).filter(
            stage_then=stage.pk, status_then__in=statuses
        )

    def stood_in(self, stage, *, on: date | None = None, known: datetime | None = None):
        """Those who ever stood open in `stage` itself by the end of `on`, corrections left out."""
        steps = StageTransition.objects.standing(known=known).filter(
            application=OuterRef("pk"), to_stage=stage, to_status=Status.ACTIVE
        )
        if on is not None:
            steps = steps.filter(effective_at__lt=stage.centre.end_of(on))
        return self.filter(Exists(steps))

    def standing_before(self, moment, *, known: datetime | None = None):
        """With the stage and the status each had just before `moment`."""
        last = (
            StageTransition.objects.standing(known=known)
            .filter(application=OuterRef("pk"), effective_at__lt=moment)
            .order_by("-sequence")
        )
        return self.annotate(
            stage_then=Subquery(last.values("to_stage")[:1]),
            status_then=Subquery(last.values("to_status")[:1]),
        )

    def with_entry(self, *, on: date | None = None, known: datetime | None = None):
        """With `applied_at`: when each first came to Applied or beyond; None for a lead. What
        came after `on` is the caller's to leave out: the first arrival does not change."""
        steps = StageTransition.objects.standing(known=known).filter(application=OuterRef("pk"))
        first = steps.exclude(to_stage__kind=StageKind.LEAD).order_by("sequence")
        return self.annotate(applied_at=Subquery(first.values("effective_at")[:1]))

    def applied_in(self, year: int, centre, **then):
        """The entry cohort: those who first came to Applied or beyond in that calendar year."""
        first, last = date(year - 1, 12, 31), date(year, 12, 31)
        return self.with_entry(**then).filter(
            applied_at__gte=centre.end_of(first), applied_at__lt=centre.end_of(last)
        )

    def short_of(self, stage, *, on: date | None = None, known: datetime | None = None):
        """Those who applied, are neither ended nor at `stage` or beyond yet: still on the way at
        the end of `on`. On the way to the start are also those whose first day lies ahead."""
        on = on or stage.centre.today()
        end = stage.centre.end_of(on)
        applied = self.with_entry(known=known).filter(applied_at__lt=end)
        there = applied.standing_before(end, known=known)
        if not stage.is_start:
            beyond = self._visited(stage=stage, on=on, known=known, position__gte=stage.position)
            return there.filter(status_then=Status.ACTIVE).exclude(beyond)
        started = self._started_by(on, known)
        return there.filter(status_then__in=(Status.ACTIVE, *SUCCEEDED)).exclude(started)

    def ended_for(self, reason: int, centre, *, on: date | None, known: datetime | None = None):
        """Those whose last step up to the end of `on`, or at all, gave that reason."""
        if on is None and known is None:
            return self.filter(reason=reason)
        moment = centre.end_of(on or centre.today())
        last = StageTransition.objects.standing(known=known).filter(
            application=OuterRef("pk"), effective_at__lt=moment
        )
        return self.alias(
            reason_then=Subquery(last.order_by("-sequence").values("reason")[:1])
        ).filter(reason_then=reason)

    def accepted(self, track, *, on: date | None = None, known: datetime | None = None):
        """Said yes on `track` and not yet started, at the end of `on` or now.

        They stand in pre-arrival, or their start is recorded with a first day after `on`. Who was
        in post by then is left out, also if the office recorded the start later, and whatever else
        of theirs on the track was accepted: nobody comes twice.
        """
        today = track.centre.today()
        here = self._in_post(track, on or today, known)
        if known is None and (on is None or on >= today):
            everyone = self.model._default_manager
            waiting = everyone.filter(
                status=Status.ACTIVE, stage__pipeline__track=track, stage__kind=StageKind.PRE_START
            )
            recorded = everyone.filter(
                enrolment__track=track, enrolment__started_on__gt=on or today
            )
            # A union, not an OR: each half has an index of its own.
            both = waiting.order_by().values("pk").union(recorded.order_by().values("pk"), all=True)
            return self.filter(pk__in=both).exclude(candidate__in=here)
        steps = StageTransition.objects.standing(known=known).filter(
            effective_at__lt=track.centre.end_of(on or today)
        )
        came_so_far = steps.filter(
            to_stage__pipeline__track=track,
            to_stage__kind__in=(StageKind.PRE_START, StageKind.STARTED),
        )
        last = steps.filter(application=OuterRef("pk")).order_by("-sequence")
        started = self._started_by(on or today, known)
        return (
            self.filter(pk__in=came_so_far.values("application"))
            .annotate(
                kind_then=Subquery(last.values("to_stage__kind")[:1]),
                status_then=Subquery(last.values("to_status")[:1]),
            )
            .filter(
                Q(kind_then=StageKind.PRE_START, status_then=Status.ACTIVE)
                | Q(status_then__in=SUCCEEDED)
            )
            .exclude(started)
            .exclude(candidate__in=here)
        )

    def _in_post(self, track, on: date, known: datetime | None):
        """Ids of the people in post on `track` at the end of `on`."""
        everyone = self.model._default_manager.all()
        if known is None:
            # By the track of their start, which has an index: few ever start.
            started = everyone.filter(enrolment__track=track, enrolment__started_on__lte=on)
            here = started.exclude(enrolment__left_on__lte=on)
        else:
            everyone = everyone.filter(track=track)
            facts: Any = self.model._meta.get_field("enrolment_facts").related_model
            told = facts.objects.known(known).filter(application=OuterRef("pk"))
            here = everyone.filter(Exists(told.filter(started_on__lte=on).exclude(left_on__lte=on)))
        return here.order_by().values("candidate")

    def _started_by(self, on: date, known: datetime | None):
        """Whose first day came by the end of `on`."""
        if known is None:
            return Q(enrolment__started_on__lte=on)
        # A module above: asked for by the name it has here.
        facts: Any = self.model._meta.get_field("enrolment_facts").related_model
        return Exists(
            facts.objects.known(known).filter(application=OuterRef("pk"), started_on__lte=on)
        )

    def _late_then(self, stage, since, end):
        """Ids of those who stood open in `stage` from before `since` to `end`."""
        # Who stood there then is there still, or left later: few, each found by an index.
        still = self.model._default_manager.filter(
            stage=stage, status=Status.ACTIVE, entered_stage_at__lt=since
        )
        left_later = StageTransition.objects.filter(
            from_stage=stage, from_status=Status.ACTIVE, effective_at__gte=end
        )
        few = still.order_by().values("pk").union(left_later.order_by().values("application"))
        came = _arrivals(stage).filter(effective_at__gte=since, effective_at__lt=end)
        return (
            self.model._default_manager.filter(pk__in=few)
            .filter(~Exists(came))
            .standing_before(end)
            .filter(stage_then=stage.pk, status_then=Status.ACTIVE)
            .order_by()
            .values("pk")
        )


def _arrivals(stage):
    """Steps by which the outer application came to stand open in `stage`. A correction that only
    goes back to it is none: it was there all the time."""
    before = StageTransition.objects.filter(
        application=OuterRef("application"),
        sequence=OuterRef("annuls_after"),
        to_stage=stage,
        to_status=Status.ACTIVE,
    )
    return (
        StageTransition.objects.standing()
        .filter(application=OuterRef("pk"), to_stage=stage, to_status=Status.ACTIVE)
        .exclude(Q(kind=StepKind.CORRECTION) & Exists(before))
    )
