"""What stands between Django and its databases, for when one of them is locked or silent."""
