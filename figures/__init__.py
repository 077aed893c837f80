"""What is known: records of a budget, the official tables that follow from them, and how both come in and go out."""
