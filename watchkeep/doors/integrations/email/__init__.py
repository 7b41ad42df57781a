"""Mail comes in: fetched by IMAP, with a line that stays open, or handed over by a mail server (SMTP or LMTP).

A message is committed before its server is told that we have it. What it means is decided in ``work/correspondence``.
"""
