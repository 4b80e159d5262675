"""Floor 2: the rules, in one registry. The form, the command, the hook, the pull request and federation all ask it."""
