"""Views of status pages: the pages themselves, and what is said on them."""
