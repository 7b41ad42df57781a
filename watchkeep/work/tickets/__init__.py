"""What people work on: one spine for every kind of ticket, and the talk around it.

Owns the number, the thread, attachments, watchers, links, tags, assignment and saved views. It
must not know what kinds of ticket there are or how each of them lives.
"""
