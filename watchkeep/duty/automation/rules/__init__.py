"""Pure decisions: what a step says, which comes next, what fits an incident, what changed between versions."""
