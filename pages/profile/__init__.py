"""What the clinic says about itself: its people, its places, its prices, how to start."""
