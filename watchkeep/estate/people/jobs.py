"""Sweeps: what is worth nothing any more is forgotten."""

from datetime import timedelta

from watchkeep.estate.people.models import Arrival, FreshProof, SentCode, Session, SpentProof, Throttle
from watchkeep.kernel import clock


def forget_old() -> int:
    """Delete sessions and proofs that have run out, and throttles of yesterday. Returns 0: nothing is left over."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Arrival.objects.filter(expires_at__lt=now).delete()
    for kind in (SpentProof, FreshProof, SentCode):
        kind.objects.filter(expires_at__lt=now).delete()
    Throttle.objects.filter(failed_at__lt=now - timedelta(days=1)).delete()
    return 0
