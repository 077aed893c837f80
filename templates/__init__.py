"""Wording and look of documents: data only, one folder per region and document."""
