"""What is typed and not saved yet."""
