"""Two documents as one with real Word revisions: what the new one has is inserted, what only the old one had is deleted."""
