"""What programs of others are told of this site."""
