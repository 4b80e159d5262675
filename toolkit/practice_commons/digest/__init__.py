"""Floor 4: experience turned into a document that an officer can take into a meeting, and an opponent can check."""
