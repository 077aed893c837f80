"""How long documents take, and how much memory: measured against other ways to make the same document."""
