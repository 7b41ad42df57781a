"""Views of runbooks, workflows and runs, by what they show: find, ask, do, go."""
