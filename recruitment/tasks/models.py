"""What somebody wrote down to be done, by themselves or a colleague.

What follows from other records (a time limit, a letter that is late) is no row: see waiting.py.
"""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.accounts.policy import centres_seen_whole, may, sees_all
from centre.organisation.models import Centre
from centre.web.addresses import address
from centre.web.refusal import Refused
from recruitment.candidates.models import Candidate, Note
from recruitment.pipeline.models import Application


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whole centres for director and manager; for others those they have to do or wrote, and
        of nobody they do not see any more."""
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        rest = [
            one
            for one in user.centre_ids
            if may(user, "view_candidates", one) and not sees_all(user, one)
        ]
        if rest:
            people = Candidate.objects.visible_to(user).order_by()
            of_them = Q(candidate=None) | Q(candidate__in=people)
            theirs = Q(owner=user) | Q(made_by=user)
            seen |= Q(centre_id__in=rest) & theirs & of_them
        return self.filter(seen)

    def standing(self):
        return self.filter(taken_back_at=None)

    def open(self):
        return self.standing().filter(done_at=None)

    def follow(self, applications, person):
        """Those about these applications are about `person`, whose they are (again)."""
        self.filter(application__in=applications).update(candidate=person)

    def by_hand(self):
        """Those with words of their own: a mention is its note's."""
        return self.filter(note=None)

    def for_list(self):
        return self.select_related(
            "candidate", "application__position", "application__intake", "owner", "made_by"
        )


class Task(models.Model):
    """One thing to do by the end of a day. Ticked by one person; of two, the second is told."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="+", editable=False)
    # None: about nobody. An application's own person, if it names one.
    candidate = models.ForeignKey(
        Candidate, models.CASCADE, null=True, blank=True, editable=False, related_name="tasks",
        verbose_name=_("candidate"),
    )  # fmt: skip
    application = models.ForeignKey(
        Application, models.SET_NULL, null=True, blank=True, editable=False, related_name="tasks",
        verbose_name=_("application"),
    )  # fmt: skip
    # Written by a mention in it: then the task is to read it, and has no words of its own.
    note = models.ForeignKey(
        Note, models.CASCADE, null=True, editable=False, related_name="mentions",
        verbose_name=_("note"),
    )  # fmt: skip
    what = models.CharField(_("what is to be done"), max_length=200)
    due_on = models.DateField(_("due"))
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("who does it"),
        db_index=False,
    )  # fmt: skip
    made_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("written down by"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("done by"),
    )  # fmt: skip
    # By whoever wrote it down: it need not be done. Kept, so that this can be undone.
    taken_back_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    # The same form sent twice makes one.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [models.Index(fields=["owner", "done_at", "due_on"], name="task_by_owner")]

    def __str__(self):
        if self.note_id is None:
            return self.what
        return _now("%(name)s mentioned you") % {"name": self.made_by or _now("Somebody")}

    def get_absolute_url(self):
        return address("recruitment:task-edit", self.pk)

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    # The verbs of a row that was locked. Each asked for twice leaves what once does.

    def tick(self, *, by: User, at: datetime) -> None:
        self._insist_standing()
        if not self.is_done:
            self.done_at, self.done_by = at, by
            self.save(update_fields=["done_at", "done_by"])
        elif self.done_by != by:
            words = {"name": self.done_by or _now("Somebody"), "what": self}
            raise Refused(_now("%(name)s has done “%(what)s” already.") % words)

    def reopen(self) -> None:
        self.done_at = self.done_by = None
        self.save(update_fields=["done_at", "done_by"])

    def put_off(self, until: date) -> None:
        self._insist_standing()
        if self.is_done:
            raise Refused(_now("“%(what)s” is done already.") % {"what": self})
        self.due_on = until
        self.save(update_fields=["due_on"])

    def take_back(self, *, by: User, at: datetime) -> None:
        if by.pk != self.made_by_id or self.note_id:
            raise Refused(_now("Only who wrote it down takes a task back."))
        if self.is_done:
            raise Refused(_now("“%(what)s” is done already.") % {"what": self})
        if self.taken_back_at is None:
            self.taken_back_at = at
            self.save(update_fields=["taken_back_at"])

    def bring_back(self, *, by: User) -> None:
        if by.pk != self.made_by_id:
            raise Refused(_now("Only who wrote it down brings a task back."))
        self.taken_back_at = None
        self.save(update_fields=["taken_back_at"])

    def _insist_standing(self) -> None:
        if self.taken_back_at:
            words = {"name": self.made_by or _now("Somebody"), "what": self}
            raise Refused(_now("%(name)s has taken “%(what)s” back.") % words)
