"""What the frame around every page needs."""

from centre.accounts.ages import warned_after
from centre.accounts.models import Role, User
from centre.accounts.policy import MATRIX
from centre.organisation.models import Centre

_RANK = [Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.PANEL, Role.INDUSTRY]


def shell(request):
    """`centre`, `centres`, `role` (its label) and `may`: {action: bool} for the centre at hand.

    `warned_after`: minutes without use after which a page says that the session will end.
    `section` is the first word of the address, `frame` all the navigation depends on: the section,
    the roles, the admin.
    """
    user = getattr(request, "user", None)
    centre = getattr(request, "centre", None)
    if user is None or not user.is_authenticated:
        theme = request.COOKIES.get("cohort_theme", "")
        return {
            "centre": None,
            "may": {},
            "only_centre": _only_centre,  # called where a template shows it
            "visitor_theme": theme if theme in User.Theme.values else "",
        }
    section = request.path_info.split("/", 2)[1]
    held = user.roles.get(centre.pk, frozenset()) if centre else frozenset()
    return {
        "centre": centre,
        "centres": getattr(request, "centres", []),
        "role": next((str(role.label) for role in _RANK if role in held), ""),
        "section": section,
        "frame": (section, held, user.is_staff),
        "may": {action: bool(roles & held) for action, roles in MATRIX.items()},
        "warned_after": warned_after(request.session),
    }


def _only_centre():
    """The name of the installation's one centre; where there are several, none speaks for all."""
    names = list(Centre.objects.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""
