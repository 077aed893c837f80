"""Reading a finished document, the writer's mirror: what is known becomes the description, all else stays as it is."""
