"""Pages on the rules of the register: classes, what is known of them, what may be joined, and whose word counts."""
