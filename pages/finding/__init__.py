"""What visitors may search for beside the answers: pages, and what the clinic says of itself."""
