"""What stands before Django: whole pages that are kept, and bodies that are whole."""
