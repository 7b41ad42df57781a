"""Pure decisions: what a channel is called, and how a card looks in each program."""
