"""What belongs to a centre: every table, and the way from a row of it to its centre.

A table is carried or left behind for a reason that is given; a test fails for one that is neither.
"""

from collections.abc import Callable, Iterator

from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model, Q, QuerySet

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.remembered import OF_CENTRE
from centre.web.masking import without_links

CARRIED = {
    "centre.Centre": "pk",
    "centre.User": "",  # those any other row names: see `users_of`
    "centre.Membership": "centre",
    "centre.PartnerInstitution": "centre",
    "centre.ResearchArea": "centre",
    "centre.Agreement": "centre",
    "centre.Target": "agreement__centre",
    "centre.PlannedIntake": "target__agreement__centre",
    "centre.PlannedArea": "target__agreement__centre",
    "centre.ExchangeRate": "centre",
    "centre.CostRate": "centre",
    "centre.LedgerEntry": "agreement__centre",
    "centre.Supervisor": "centre",
    "centre.Supervisor_areas": "supervisor__centre",
    "recruitment.Track": "centre",
    "recruitment.Source": "centre",
    "recruitment.Position": "centre",
    "recruitment.Position_areas": "position__centre",
    "recruitment.Position_supervisors": "position__centre",
    "recruitment.Intake": "centre",
    "recruitment.Pipeline": "centre",
    "recruitment.Stage": "centre",
    "recruitment.DispositionReason": "centre",
    "recruitment.Candidate": "centre",
    "recruitment.CandidateKey": "centre",
    "recruitment.NotSame": "centre",
    "recruitment.Merge": "centre",
    "recruitment.EducationRecord": "candidate__centre",
    "recruitment.Note": "candidate__centre",
    "recruitment.SavedView": "centre",
    "recruitment.Task": "centre",
    "recruitment.Application": "centre",
    "recruitment.StageTransition": "application__centre",
    "recruitment.StageTally": "stage__centre",
    "recruitment.Deferral": "application__centre",
    "recruitment.StoredFile": "centre",
    "recruitment.FileText": "file__centre",
    "recruitment.DocumentKind": "centre",
    "recruitment.Requirement": "centre",
    "recruitment.Document": "centre",
    "recruitment.Version": "document__centre",
    "recruitment.Waiver": "application__centre",
    "recruitment.ApprovalGroup": "centre",
    "recruitment.ApprovalGroup_members": "approvalgroup__centre",
    "recruitment.Offer": "application__centre",
    "recruitment.Offer_writers": "offer__application__centre",
    "recruitment.FundingPart": "offer__application__centre",
    "recruitment.Condition": "offer__application__centre",
    "recruitment.OfferEvent": "offer__application__centre",
    "recruitment.RefereeReport": "centre",
    "recruitment.OfferLetter": "offer__application__centre",
    "recruitment.PromisedPay": "application__centre",
    "recruitment.Opening": "centre",
    "recruitment.Interview": "centre",
    "recruitment.PanelMember": "interview__centre",
    "recruitment.Rescheduling": "interview__centre",
    "recruitment.Decision": "application__centre",
    "recruitment.Minutes": "decision__application__centre",
    "recruitment.Slot": "centre",
    "recruitment.Slot_offered_to": "slot__centre",
    "recruitment.KnownClash": "interview__centre",
    "recruitment.Criterion": "centre",
    "recruitment.Scorecard": "member__interview__centre",
    "recruitment.Rating": "scorecard__member__interview__centre",
    "recruitment.Researcher": "centre",
    "recruitment.Enrolment": "researcher__centre",
    "recruitment.EnrolmentFact": "application__centre",
    "recruitment.CareerStep": "enrolment__researcher__centre",
    "recruitment.Supervision": "enrolment__researcher__centre",
    "recruitment.Placement": "enrolment__researcher__centre",
    "recruitment.PlacementPlan": "track__centre",
    "recruitment.Destination": "researcher__centre",
    "recruitment.Award": "researcher__centre",
    "recruitment.FundingBasis": "agreement__centre",
    "recruitment.MailText": "centre",
    "recruitment.Message": "centre",
    "recruitment.MessageFile": "message__centre",
    "recruitment.Reply": "message__centre",
    "recruitment.Import": "centre",
    "recruitment.ImportedRow": "source__centre",
    "recruitment.ColumnMatch": "centre",
    "recruitment.Report": "centre",
    "recruitment.ReportFile": "report__centre",
    "auditlog.LogEntry": "",  # of these rows: see `log_of`
}
LEFT_BEHIND = {
    "recruitment.ExportFile": "files on their way out belong to who asked, for a day",
    "recruitment.ExportPart": "files on their way out belong to who asked, for a day",
    "centre.AccessToken": "a token opens this installation: make a new one in the other",
    # Until then the clock writes to none of them: so a copy reminds nobody.
    "centre.PrivateLink": "a link opens this installation: whoever needs one is sent a new one",
    "recruitment.Webhook": "a copy tells nobody outside: add the address again, with a new secret",
    "recruitment.Delivery": "messages of this installation to those it tells",
    "recruitment.KeyedAnswer": "answers to programs, repeated for a day",
    "centre.User_groups": "roles are memberships: nobody is in a group",
    "centre.User_user_permissions": "roles are memberships: nobody holds a permission",
    "auth.Group": "roles are memberships",
    "auth.Group_permissions": "roles are memberships",
    "auth.Permission": "made by each installation for itself",
    "contenttypes.ContentType": "made by each installation for itself; the log names the tables",
    "admin.LogEntry": "the administration's list of last actions: the audit log has the edits",
    "sessions.Session": "who is signed in to this installation",
    "account.EmailAddress": "an address is a field of its account",
    "account.EmailConfirmation": "links of this installation",
    "django_tasks_database.DBTaskResult": "work this installation has queued",
}
# Of these the edits are carried, though no row is.
LOGGED = {"recruitment.Webhook": "centre", "centre.AccessToken": "membership__centre"}
# {table: {field: why it stays}}; whoever loads the rows gives these their plain value.
SECRETS = {
    "centre.User": {
        "password": "a password is of one installation: people set a new one by e-mail",
        "is_superuser": "an installation names its own system administrators",
    },
    "recruitment.Message": {"next_try_at": "a copy sends no e-mail that waits here"},
    "centre.Centre": {"has_webhooks": "webhooks stay behind"},
}
# {table: {field: what is written of it}}, where a value holds a secret beside what is carried.
MASKED: dict[str, dict[str, Callable[[str], str]]] = {
    "recruitment.Message": {"body": without_links},
}


def carried_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label in CARRIED
    ]


def carried_fields(model: type[Model]) -> list[Field]:
    """The columns of its rows that leave, in order."""
    secret = SECRETS.get(model._meta.label, {})
    return [one for one in model._meta.local_concrete_fields if one.name not in secret]


def centre_of(row: Model) -> int | None:
    """The id of the centre a row stored belongs to; None of a person of staff, who has several."""
    path = (CARRIED | LOGGED).get(row._meta.label)
    if not path:
        return None
    if path in ("pk", "centre"):  # without asking the database
        return getattr(row, "pk" if path == "pk" else "centre_id")
    there = type(row)._base_manager.filter(pk=row.pk).order_by()
    return there.values_list(path, flat=True).first()


def rows_of(model: type[Model], centre: Centre) -> list[QuerySet]:
    """All rows of that table that belong to `centre`, as one queryset or several."""
    if model is User:
        return [User._base_manager.filter(pk__in=users_of(centre)).order_by("pk")]
    if model is LogEntry:
        return list(log_of(centre))
    path = (CARRIED | LOGGED)[model._meta.label]
    return [model._base_manager.filter(**{path: centre.pk}).order_by("pk")]


def users_of(centre: Centre) -> set[int]:
    """The members, and whoever else a row or the log of the centre names."""
    found = _named(centre)
    for rows in log_of(centre):
        actors = rows.exclude(actor=None).order_by().values_list("actor", flat=True)
        found |= set(actors.distinct())
    return found


def _named(centre: Centre) -> set[int]:
    found: set[int] = set()
    for model in carried_models():
        for field in () if model in (User, LogEntry) else model._meta.local_concrete_fields:
            if field.related_model is User:
                (rows,) = rows_of(model, centre)
                named = rows.exclude(**{field.name: None}).order_by()
                found |= set(named.values_list(field.attname, flat=True).distinct())
    return found


def log_of(centre: Centre) -> Iterator[QuerySet]:
    """The audit log of these rows, and of those that are gone: the entry of their deletion says
    whose they were (see recruitment.audit).

    An entry that tells neither, of an earlier version, is of the only centre there was when it was
    written. It stays behind if there were several.
    """
    log = LogEntry._base_manager.order_by("pk")
    if not Centre.objects.exclude(pk=centre.pk).exists():
        yield log.filter(content_type__app_label__in=["centre", "recruitment"])
        return
    alone = _alone_until(centre)
    models = [*carried_models(), *map(apps.get_model, LOGGED)]
    types = ContentType.objects.get_for_models(*models, for_concrete_models=False)
    for model, kind in types.items():
        if model is not LogEntry:
            about = log.filter(content_type=kind)
            if model is User:
                yield about.filter(object_id__in=_named(centre))
            else:
                yield about.filter(_is_of(centre, model, about.order_by(), alone))


def _is_of(centre: Centre, model: type[Model], about: QuerySet, alone: int) -> Q:
    (rows,) = rows_of(model, centre)
    said = about.filter(action=LogEntry.Action.DELETE, additional_data__has_key=OF_CENTRE)
    gone = said.filter(**{f"additional_data__{OF_CENTRE}": centre.pk})
    ours = Q(object_id__in=rows.order_by().values("pk")) | Q(object_id__in=gone.values("object_id"))
    if alone:
        every = model._base_manager.order_by().values("pk")
        untold = ~Q(object_id__in=every) & ~Q(object_id__in=said.values("object_id"))
        ours |= Q(pk__lt=alone) & untold
    return ours


def _alone_until(centre: Centre) -> int:
    """The entry of the log with which another centre came; 0 if one was there before `centre`."""
    kind = ContentType.objects.get_for_model(Centre)
    made = LogEntry._base_manager.filter(content_type=kind, action=LogEntry.Action.CREATE)
    began = dict.fromkeys(Centre.objects.values_list("pk", flat=True), 0)
    began |= dict(made.order_by("-pk").values_list("object_id", "pk"))
    return min(at for pk, at in began.items() if pk != centre.pk)
