"""What is said: measures, changes, shares and reasons, rendered into sentences whose numbers know where they come from."""
