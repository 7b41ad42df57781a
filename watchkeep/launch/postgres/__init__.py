"""Our own launcher of PostgreSQL: any binaries, an unprivileged account, a socket first, SCRAM always."""
