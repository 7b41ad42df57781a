"""The demo organisation, made only by calling the same verbs that people call."""
