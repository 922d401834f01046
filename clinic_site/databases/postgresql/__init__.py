"""Django's PostgreSQL, of which Django finds the parts by their names."""
