"""What may be wrong with an installation, asked one by one and answered in words."""
