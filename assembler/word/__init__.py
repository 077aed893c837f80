"""The description of a document written as an Office Open XML package."""
