"""`python -m watchkeep` is the command `watchkeep`."""

from watchkeep.launch.cli import main

raise SystemExit(main())
