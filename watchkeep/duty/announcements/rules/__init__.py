"""Pure decisions: what is worst, how a history adds up, what a draft says."""
