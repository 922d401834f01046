"""Brings the first edition of the words from files, and what is better in a later one."""
