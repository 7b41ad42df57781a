"""osquery's remote API: machines enrol, fetch what they are to look at, and log or write what they saw.

Source: the remote API as the osquery project documents it, and its client's behaviour.
"""
