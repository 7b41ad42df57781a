"""The one REST API: what people do in the console, for programs. OpenAPI 3.1 at ``/api/v1/openapi.json``.

`door` assembles it; a file in `resources` holds one record's shape, its addresses and their verbs. What
all of them share has a file of its own: callers (who asks), reading (what was sent), carrying (one
transaction, once per idempotency key), answers (ETag, pages), problems (RFC 9457).
"""
