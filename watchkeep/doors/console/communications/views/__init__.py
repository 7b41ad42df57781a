"""Views of communication."""
