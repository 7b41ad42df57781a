"""Pure decisions of discovery: which marks tell things apart, and which of them are the same thing."""
