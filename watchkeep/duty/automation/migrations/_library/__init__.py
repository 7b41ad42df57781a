"""The runbooks and workflows with which every installation begins, in our own words."""


def step(key, title, says="", **more):
    """One step; what is left out takes its default."""
    return {"key": key, "title": title, "instructions": says.strip("\n"), **more}


def when(key, *answers):
    """Only if that earlier step was answered so."""
    return {"step": key, "answers": list(answers)}
