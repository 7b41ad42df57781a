"""The palette's feed and the page behind the search field."""
