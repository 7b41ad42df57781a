"""Tags that only the console's templates use."""
