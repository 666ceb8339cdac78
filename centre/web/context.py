"""What the frame around every page needs."""

from centre.accounts.models import Role
from centre.accounts.policy import MATRIX

_RANK = [Role.DIRECTOR, Role.MANAGER, Role.SUPERVISOR, Role.PANEL, Role.INDUSTRY]


def shell(request):
    """`centre`, `centres`, `role` (its label) and `may`: {action: bool} for the centre at hand."""
    user = getattr(request, "user", None)
    centre = getattr(request, "centre", None)
    if user is None or not user.is_authenticated:
        return {"centre": None, "may": {}}
    held = user.roles.get(centre.pk, frozenset()) if centre else frozenset()
    return {
        "centre": centre,
        "centres": getattr(request, "centres", []),
        "role": next((role.label for role in _RANK if role in held), ""),
        "may": {action: bool(roles & held) for action, roles in MATRIX.items()},
    }
