"""A version as one text, so that two of them can be compared line by line."""

from collections.abc import Sequence

from watchkeep.duty.automation.rules.steps import Step


def as_text(body: str, steps: Sequence[Step]) -> str:
    """A version as a document: its text, then its steps with everything that they say."""
    parts = [body.strip(), *(_step(number, step) for number, step in enumerate(steps, start=1))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _step(number: int, step: Step) -> str:
    said = [f"## {number}. {step.title}" + (" (at the same time)" if step.together else "")]
    said += [f"Owner: {step.role}"]
    said += [f"Answers: {' / '.join(step.answers)}"] if step.answers else []
    said += [f"Only if: {_condition(step)}"] if step.condition else []
    said += [f"Due: {step.due_minutes:g} min from {step.due_from}"] if step.due_minutes else []
    said += [f"Action: {step.action.name} {step.action.connection} {step.action.parameters}"] if step.action else []
    flags = {"evidence": step.needs_evidence, "approval": step.needs_approval}
    said += [f"Needs: {', '.join(name for name, is_set in flags.items() if is_set)}"] if any(flags.values()) else []
    said += [f"On failure: {step.on_failure}"] if step.on_failure != "stop" else []
    said += [step.instructions.strip()] if step.instructions.strip() else []
    said += [f"To undo: {step.undo.strip()}"] if step.undo.strip() else []
    return "\n".join(said)


def _condition(step: Step) -> str:
    if (one := step.condition) is None:
        return ""
    said = [f"SEV{one.severity} or worse"] if one.severity else []
    said += [f"tier {one.tier} or more critical"] if one.tier else []
    said += [f"{one.step} = {' / '.join(one.answers)}"] if one.step else []
    return ", ".join(said)
