"""The picture that stands beside a link to a page of ours, wherever people share it."""
