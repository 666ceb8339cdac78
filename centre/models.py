"""Door for Django: the models of this app's capabilities."""

from centre.accounts.models import Membership, User
from centre.accounts.tokens import AccessToken
from centre.links.models import PrivateLink
from centre.money.models import CostRate, ExchangeRate, LedgerEntry
from centre.organisation.models import Centre, PartnerInstitution, ResearchArea
from centre.people.models import Supervisor
from centre.targets.models import Agreement, PlannedArea, PlannedIntake, Target

__all__ = [
    "AccessToken",
    "Agreement",
    "Centre",
    "CostRate",
    "ExchangeRate",
    "LedgerEntry",
    "Membership",
    "PartnerInstitution",
    "PlannedArea",
    "PlannedIntake",
    "PrivateLink",
    "ResearchArea",
    "Supervisor",
    "Target",
    "User",
]
