"""Floor 4: feeds of what is new, and the sitemap. Functions of the catalogue."""
