"""The command line: one command made per analysis, narration on stderr, data on stdout."""
