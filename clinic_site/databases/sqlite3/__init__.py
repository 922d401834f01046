"""Django's SQLite, of which Django finds the parts by their names."""
