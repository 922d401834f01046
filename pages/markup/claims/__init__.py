"""Claims that nobody may make of a treatment, found in English and Spanish sentences."""
