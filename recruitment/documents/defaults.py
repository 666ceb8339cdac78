"""The kinds of documents a new centre begins with, and what each track asks for.

From what a university asks of doctoral applicants: transcripts and certificates, CV, statement,
proposal, an English test that is valid for two years; identity and visa not before an offer.
"""

from centre.organisation.models import Centre
from centre.targets.models import TrackKind
from recruitment.documents.models import DocumentKind, Requirement
from recruitment.pipeline.kinds import StageKind as K

# (name, what it is)
KINDS: list[tuple[str, dict[str, bool]]] = [
    ("CV", {"is_read": True}),
    ("Transcript", {}),
    ("Degree certificate", {}),
    ("Personal statement", {}),
    ("Research proposal", {"is_read": True, "tells_who": False}),
    ("Publications", {"is_read": True}),
    ("English test", {"expires": True}),
    ("Passport or identity", {"expires": True, "is_private": True}),
    ("Visa", {"expires": True, "is_private": True}),
    ("Other", {}),
]
REQUIRED: dict[str, list[tuple[str, str]]] = {
    TrackKind.DOCTORAL: [
        ("CV", K.APPLIED),
        ("Transcript", K.APPLIED),
        ("Degree certificate", K.APPLIED),
        ("Personal statement", K.APPLIED),
        ("Research proposal", K.APPLIED),
        ("English test", K.APPLIED),
        ("Passport or identity", K.OFFER),
        ("Visa", K.PRE_START),
    ],
    TrackKind.POSTDOC: [
        ("CV", K.APPLIED),
        ("Publications", K.APPLIED),
        ("Degree certificate", K.SCREEN),
        ("Passport or identity", K.OFFER),
        ("Visa", K.PRE_START),
    ],
}


def equip(centre: Centre) -> None:
    """Give a new centre these kinds, and its tracks what they ask for."""
    kinds = {
        name: DocumentKind(centre=centre, name=name, position=position, **what)
        for position, (name, what) in enumerate(KINDS)
    }
    DocumentKind.objects.bulk_create(kinds.values())
    Requirement.objects.bulk_create(
        Requirement(centre=centre, track=track, kind=kinds[name], from_stage=stage)
        for track in centre.tracks.all()
        for name, stage in REQUIRED.get(track.kind, ())
    )
