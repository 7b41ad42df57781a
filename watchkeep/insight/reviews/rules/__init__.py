"""Pure decisions about reviews, causes, actions and schedules: no database, no clock."""
