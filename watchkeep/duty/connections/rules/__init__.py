"""Pure decisions: what an action is made of, what a connection needs, what placeholders mean, what is masked."""
