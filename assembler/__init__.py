"""What is printed: the plain description of the document, its pages, and WordprocessingML."""
