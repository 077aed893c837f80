"""Which block stands on which page, computed without an office program."""
