"""Two descriptions held against each other: which sentences, cells and charts changed, by section."""
