"""Floor 4: the site, computed from the catalogue. MkDocs and Material are behind `material` alone."""
