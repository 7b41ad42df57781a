"""Pure decisions of notify, in chapters: when to try again, where not to go, what to write."""
