"""What is refused to a script of a page: why, in words that it can show."""

from django.http import JsonResponse

from watchkeep.kernel.errors import Refused, TooSoon


def status_of(no: Refused) -> int:
    """422, and 429 for who tried too often."""
    return 429 if isinstance(no, TooSoon) else 422


def as_json(no: Refused) -> JsonResponse:
    """The words, and for who tried too often when to come back."""
    headers = {"Retry-After": str(no.wait)} if isinstance(no, TooSoon) else {}
    return JsonResponse({"error": no.message}, status=status_of(no), headers=headers)
