"""One request with its verbs, and the way to file one for somebody who called or came by."""
