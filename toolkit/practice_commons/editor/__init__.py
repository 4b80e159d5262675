"""The web form by which anybody contributes, and the pages on which facilitators decide (Starlette)."""
