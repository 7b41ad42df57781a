"""The pages of the portals."""
