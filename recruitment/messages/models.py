"""E-mails of a centre: what is to be said to whom, and what became of it. One row an e-mail.

The rows wait here until a worker sends them (sending.py); they are also the log people read.
"""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Role, User
from centre.accounts.policy import centres_seen_as, centres_seen_whole
from centre.organisation.models import Centre
from centre.web.masking import LINK, without_links
from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application


def new_message_id() -> str:
    """The name an e-mail keeps however often it is tried: mail programs show it once."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"


class State(models.TextChoices):
    HELD = "held", _("Held")
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCLEAR = "unclear", _("Unclear")
    FAILED = "failed", _("Failed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# It may have gone out, and what it says is no longer so: it is not sent again.
VOID = Q(state=State.UNCLEAR, next_try_at=None)


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of whole centres for director and manager; for a supervisor what they wrote, and what is
        nobody's secret, to their own candidates."""
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        supervised = centres_seen_as(user, Role.SUPERVISOR)
        if supervised:
            own = Candidate.objects.visible_to(user).order_by()
            told = Q(by=user) | Q(is_private=False)
            seen |= told & Q(centre_id__in=supervised, candidate__in=own)
        return self.filter(seen)

    def due(self, now):
        return self.filter(state=State.WAITING, next_try_at__lte=now)

    def lost(self, now):
        """Decisions whose worker never came back to say whether they went out."""
        over = Q(next_try_at__lte=now) | Q(next_try_at=None)
        return self.filter(over, state=State.SENDING)

    def forget_links(self):
        """Take private links out of those that are settled: only sending needs them."""
        settled = self.filter(state__in=(State.SENT, State.WITHDRAWN), body__regex=LINK)
        for pk, body in settled.order_by().values_list("pk", "body"):
            self.model.objects.filter(pk=pk).update(body=without_links(body))


class Message(models.Model):
    """One e-mail to one address."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)
    # What made it, once: "rejection:<step>". The same cause twice is the same e-mail.
    cause = models.CharField(max_length=120, unique=True, editable=False)
    candidate = models.ForeignKey(
        Candidate,
        models.CASCADE,
        null=True,
        related_name="messages",
        verbose_name=_("candidate"),
    )
    application = models.ForeignKey(
        Application,
        models.SET_NULL,
        null=True,
        related_name="messages",
        verbose_name=_("application"),
    )
    to = models.CharField(_("to"), max_length=254)
    # Themselves, not somebody who is told of them: whether they may be written to is asked again
    # before it goes.
    to_candidate = models.BooleanField(_("to the candidate"), default=False, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    message_id = models.CharField(
        max_length=120, unique=True, default=new_message_id, editable=False
    )
    # A decision is never sent twice, at the price of asking a person where that is unclear; any
    # other is never missing, at the price of coming twice where a worker died.
    is_decision = models.BooleanField(_("decision"), default=False)
    is_private = models.BooleanField(_("for director and manager alone"), default=True)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    # None: not by this installation, as after a centre was loaded from a file, or never, since
    # what it says is no longer so.
    next_try_at = models.DateTimeField(_("next try"), null=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    settled_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("settled by")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="message_due"),
            models.Index(fields=["centre", "state", "-id"], name="message_of_centre"),
        ]

    def __str__(self):
        return self.subject

    @property
    def is_void(self) -> bool:
        return self.state == State.UNCLEAR and self.next_try_at is None

    @property
    def text(self) -> str:
        """What staff read of it: a private link is for whom it was written to, and nobody else."""
        return without_links(self.body)


class MessageFile(models.Model):
    """A file that goes out with an e-mail, as it was when the e-mail was written."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=120)
    content = models.BinaryField(_("content"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of an e-mail")
        verbose_name_plural = _("files of e-mails")

    def __str__(self):
        return self.name


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever reads an e-mail reads what was answered to it."""
        if user.is_superuser:
            return self
        return self.filter(message__in=Message.objects.order_by().visible_to(user))


class Reply(models.Model):
    """What somebody answered to an e-mail of ours: its text alone, as it came to the mailbox."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="replies", verbose_name=_("e-mail")
    )
    sender = models.CharField(_("from"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    # Its own, by which it is known again however often the mailbox is read.
    mail_id = models.CharField(max_length=255, unique=True, editable=False)
    files_left = models.PositiveSmallIntegerField(_("files left in the mailbox"), default=0)
    received_at = models.DateTimeField(_("received"))

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self):
        return self.subject or self.sender
