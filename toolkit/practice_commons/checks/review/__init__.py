"""The review of a stranger's text: what a moderator should look at. Findings to judge, and no rules of the check."""
