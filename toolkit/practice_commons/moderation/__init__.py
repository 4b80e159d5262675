"""Submissions, decisions and their record: a branch for each submission, a merge for each acceptance."""
