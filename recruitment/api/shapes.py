"""What the API shows of each thing. The keys are a promise: programs read them."""

from django.urls import reverse
from django.utils.functional import cached_property
from rest_framework import serializers

from recruitment.candidates.models import EducationRecord
from recruitment.documents.models import StoredFile, Version
from recruitment.documents.types import MIME
from recruitment.imports.models import Import
from recruitment.imports.progress import standings
from recruitment.pipeline.kinds import StageKind, Status, StepKind
from recruitment.positions.models import Opening

# The document names its vocabularies by these (settings, ENUM_NAME_OVERRIDES).
OPENING_STATUS = Opening.Status.choices
IMPORT_STATE = Import.State.choices
DEGREE_LEVEL = EducationRecord.Level.choices
FILE_SCAN = StoredFile.Scan.choices


class Named(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(source="__str__")


class StageShape(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(StageKind.choices)


class Lines(serializers.ListField):
    """A text of one value a line, as a list."""

    child = serializers.CharField()

    def to_representation(self, value):
        return [line.strip() for line in value.splitlines() if line.strip()]


class CountryCode(serializers.CharField):
    """ISO 3166-1 alpha-2, or an empty text."""

    def to_representation(self, value):
        return value.code or ""


class EducationShape(serializers.Serializer):
    level = serializers.ChoiceField(DEGREE_LEVEL)
    institution = serializers.CharField()
    country = CountryCode()
    field = serializers.CharField()
    started = serializers.IntegerField(allow_null=True)
    ended = serializers.IntegerField(allow_null=True)


class CandidateShape(serializers.Serializer):
    id = serializers.IntegerField()
    full_name = serializers.CharField()
    native_name = serializers.CharField()
    preferred_name = serializers.CharField()
    email = serializers.CharField()
    other_emails = Lines()
    phone = serializers.CharField()
    orcid = serializers.CharField()
    nationality = CountryCode()
    current_place = serializers.CharField()
    language = serializers.CharField(help_text="They are written to in it; empty: in English.")
    no_contact_on = serializers.DateField(
        allow_null=True,
        help_text="Since then they may not be written to; why is said on their page.",
    )
    home_pages = Lines()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    page = serializers.CharField(source="get_absolute_url", help_text="Its page on this site.")


class OneCandidateShape(CandidateShape):
    education = EducationShape(many=True)


class ApplicationShape(serializers.Serializer):
    id = serializers.IntegerField()
    candidate = serializers.IntegerField(source="candidate_id")
    track = serializers.CharField(source="track.code")
    position = Named()
    intake = Named()
    area = Named(allow_null=True)
    source = Named(allow_null=True)
    owner = Named(allow_null=True)
    supervisor = Named(allow_null=True)
    stage = StageShape()
    status = serializers.ChoiceField(Status.choices)
    reason = Named(allow_null=True)
    next_step = serializers.CharField()
    next_step_on = serializers.DateField(allow_null=True)
    entered_stage_at = serializers.DateTimeField()
    version = serializers.IntegerField(
        help_text="How many steps its history has; a move names the version it has seen."
    )
    created_at = serializers.DateTimeField()
    page = serializers.CharField(source="get_absolute_url", help_text="Its page on this site.")


APPLICATION_JOINS = (
    "track", "position", "intake", "area", "source", "owner", "supervisor", "stage", "reason",
)  # fmt: skip


class VersionShape(serializers.Serializer):
    """One file of a document, without the file."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    name = serializers.CharField(source="file.name")
    type = serializers.SerializerMethodField()
    size = serializers.IntegerField(source="file.size", help_text="Bytes.")
    sha256 = serializers.CharField(source="file.sha256")
    scan = serializers.ChoiceField(FILE_SCAN, source="file.scan")
    valid_until = serializers.DateField(allow_null=True)
    added_at = serializers.DateTimeField(source="file.kept_at")
    file = serializers.SerializerMethodField(help_text="Where its bytes are: scope “files”.")

    def get_type(self, version: Version) -> str:
        return MIME[version.file.kind]

    def get_file(self, version: Version) -> str:
        return reverse("api:document-file", args=[version.pk])


class DocumentShape(serializers.Serializer):
    id = serializers.IntegerField()
    candidate = serializers.IntegerField(source="candidate_id")
    application = serializers.IntegerField(
        source="application_id", allow_null=True, help_text="Null: for each of theirs."
    )
    kind = Named()
    versions = VersionShape(many=True, help_text="The first one counts.")
    created_at = serializers.DateTimeField()
    page = serializers.CharField(source="get_absolute_url", help_text="Its page on this site.")


class MoveShape(serializers.Serializer):
    id = serializers.IntegerField()
    application = serializers.IntegerField(source="application_id")
    sequence = serializers.IntegerField(help_text="From 1; the application's version after it.")
    kind = serializers.ChoiceField(StepKind.choices)
    from_stage = StageShape(allow_null=True)
    to_stage = StageShape()
    from_status = serializers.CharField(help_text="Empty for the first step.")
    to_status = serializers.ChoiceField(Status.choices)
    effective_at = serializers.DateTimeField(help_text="When it happened.")
    recorded_at = serializers.DateTimeField(help_text="When it was recorded.")
    actor = Named(allow_null=True)
    reason = Named(allow_null=True)
    note = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    annuls_after = serializers.IntegerField(
        allow_null=True, help_text="A correction: the steps after this number no longer count."
    )


MOVE_JOINS = ("from_stage", "to_stage", "actor", "reason")


class IntakeShape(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    track = serializers.CharField(source="track.code")
    starts_on = serializers.DateField(allow_null=True, help_text="Null: applications roll.")
    deadline = serializers.DateTimeField(allow_null=True)
    deadline_zone = serializers.CharField()
    retired_on = serializers.DateField(allow_null=True)
    open = serializers.IntegerField(help_text="Seats nobody has yet.")
    filled = serializers.IntegerField()


class OpeningShape(serializers.Serializer):
    id = serializers.IntegerField()
    position = Named()
    intake = Named()
    status = serializers.ChoiceField(OPENING_STATUS)
    application = serializers.IntegerField(
        allow_null=True, help_text="Which fills it, if you may see that one."
    )
    starts_on = serializers.DateField(allow_null=True)


class EnrolmentShape(serializers.Serializer):
    id = serializers.IntegerField()
    application = serializers.IntegerField(source="application_id")
    track = serializers.CharField(source="track.code")
    intake = Named(source="application.intake")
    supervisor = Named(source="application.supervisor", allow_null=True)
    started_on = serializers.DateField()
    left_on = serializers.DateField(allow_null=True)
    leaving_reason = Named(allow_null=True)


class ResearcherShape(serializers.Serializer):
    id = serializers.IntegerField()
    candidate = serializers.IntegerField(source="candidate_id")
    full_name = serializers.CharField(source="candidate.full_name")
    native_name = serializers.CharField(source="candidate.native_name")
    enrolments = EnrolmentShape(many=True)
    page = serializers.CharField(source="get_absolute_url", help_text="Its page on this site.")


class ImportShape(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(IMPORT_STATE)
    failed = serializers.SerializerMethodField(
        help_text="True if the work `state` names ended by a fault and is not tried again by "
        "itself: nothing of it was saved. Its page offers to try again, or to leave it."
    )
    problem = serializers.CharField()
    rows_read = serializers.IntegerField()
    counts = serializers.SerializerMethodField(
        help_text="Rows by what the check found: new, more, same, fix, out, asked."
    )
    version = serializers.IntegerField(help_text="To be named when the import is confirmed.")
    created_at = serializers.DateTimeField()
    written_at = serializers.DateTimeField(allow_null=True)
    may_undo_until = serializers.DateTimeField(allow_null=True)
    page = serializers.CharField(source="get_absolute_url", help_text="Its page on this site.")

    def get_failed(self, source: Import) -> bool:
        return source.pk in self._failed

    @cached_property
    def _failed(self) -> set[int]:
        """Of all that are shown, at once."""
        shown = self.parent.instance if self.parent else [self.instance]
        return {pk for pk, job in standings(shown).items() if job.has_failed}

    def get_counts(self, source: Import) -> dict[str, int]:
        return source.found.get("counts", {})
