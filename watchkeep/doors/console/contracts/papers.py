"""Papers of a contract."""

from watchkeep.doors.console.contracts.finding import find
from watchkeep.doors.console.papers import Papers
from watchkeep.estate.suppliers import life
from watchkeep.estate.suppliers.permissions import P

PAPERS = Papers(find=find, life=life, page="console:contract", permission=P.MANAGE_CONTRACTS)
