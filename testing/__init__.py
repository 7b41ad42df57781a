"""What tests build with: makers of records, the cast, and the harness."""
