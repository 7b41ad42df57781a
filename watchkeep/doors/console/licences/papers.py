"""Papers of what was bought."""

from watchkeep.doors.console.licences.entitlements import find
from watchkeep.doors.console.papers import Papers
from watchkeep.estate.licences import life
from watchkeep.estate.licences.permissions import P

PAPERS = Papers(find=find, life=life, page="console:entitlement", permission=P.MANAGE_ENTITLEMENTS)
