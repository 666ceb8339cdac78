"""Door for Django: the models of this app's capabilities."""

from centre.accounts.models import Membership, User
from centre.organisation.models import Centre, PartnerInstitution, ResearchArea
from centre.people.models import Supervisor
from centre.targets.models import Agreement, PlannedIntake, Target

__all__ = [
    "Agreement",
    "Centre",
    "Membership",
    "PartnerInstitution",
    "PlannedIntake",
    "ResearchArea",
    "Supervisor",
    "Target",
    "User",
]
