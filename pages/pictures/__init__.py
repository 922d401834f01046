"""Pictures that staff upload: checked, redrawn by the worker, kept in the database."""
