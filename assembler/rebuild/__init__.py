"""Rebuilding a document on top of what people wrote in it."""
