"""Stock-takes on the telephone, and labels to stick on things."""
