"""What we look after: people, hours, assets and services."""
