"""What every ticket has at the desk: who else is here, drafts, time worked, parts and parents; and calls noted down."""
