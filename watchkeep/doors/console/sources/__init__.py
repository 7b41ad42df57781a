"""Where people come from: sign-in through another house, directories, and programs that send people."""
