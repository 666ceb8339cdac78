"""The sections of settings, in the order of the menu."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recruitment.office.lists import BY_SLUG

GROUPS = [
    (
        _("Centre"),
        ["centre", "agreement", "targets", "members", "partners", "webhooks", "export"],
    ),
    (
        _("Pipeline"),
        [
            "stages",
            "approval",
            "tracks",
            "positions",
            "criteria",
            "areas",
            "supervisors",
            "requirements",
        ],
    ),
    (_("Money"), ["rates", "costs"]),
    (_("Vocabulary"), ["sources", "reasons", "documents", "emails"]),
]
TITLES: dict[str, str | Promise] = {
    "centre": _("Centre"),
    "targets": _("Targets and plan"),
    "members": _("Members"),
    "stages": _("Stages"),
    "export": _("Whole-centre export"),
    "webhooks": _("Webhooks"),
    "emails": _("E-mail texts"),
    **{slug: one.title for slug, one in BY_SLUG.items()},
}


@dataclass(frozen=True)
class Entry:
    slug: str
    title: str | Promise
    url: str


def menu() -> list[tuple[str | Promise, list[Entry]]]:
    return [
        (
            title,
            [
                Entry(slug, TITLES[slug], reverse("recruitment:settings-section", args=[slug]))
                for slug in slugs
            ],
        )
        for title, slugs in GROUPS
    ]


def frame(slug: str) -> dict:
    """What every settings page shows around its section."""
    return {"menu": menu(), "chosen": slug, "section_title": TITLES[slug]}


def section_url(slug: str) -> str:
    return reverse("recruitment:settings-section", args=[slug])
