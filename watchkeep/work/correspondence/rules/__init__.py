"""Pure decisions about mail: what it says, who sent it and how, what of it is new. No database, no clock."""
