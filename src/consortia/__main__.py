"""`python -m consortia` is the `consortia` command."""

from consortia.config.entry import main

main()
