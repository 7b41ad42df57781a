"""The ingest door: the fast lane on which monitors talk to Watchkeep.

Raw ASGI, no Django request. A body is decoded into signals, the signals are queued, a flusher appends
them to detection's inbox, many in one commit, and only then is the sender told 202.
"""
