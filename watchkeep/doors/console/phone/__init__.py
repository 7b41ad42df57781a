"""The page that is put on a phone: what one is asked to take, and three answers in two taps."""
