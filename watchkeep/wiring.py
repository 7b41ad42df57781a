"""When X is told, Y reacts; every N seconds, Z runs. The one page to read first."""
