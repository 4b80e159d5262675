"""`python -m practice_commons.cli` is `commons`."""

from practice_commons.cli.main import main

main()
