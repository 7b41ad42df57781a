"""Pure decisions of communication: which words fit, what may stand in them, when more is due."""
