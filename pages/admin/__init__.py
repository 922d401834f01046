"""What staff edit of this app, for Django to find: each module registers its own."""

from pages.admin import clinic, pages, pictures, profile, sources

__all__ = ["clinic", "pages", "pictures", "profile", "sources"]
