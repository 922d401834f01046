"""Sheets that visitors print or fill in: the treatment day, and what treatment may cost."""
