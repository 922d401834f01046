"""What the writing surface asks the server for, and what it keeps there."""
