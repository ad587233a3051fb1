"""What the analyses of the life cycle share: the rhythm of purchases, spells between them, who comes and goes, where everybody stands."""
