"""What the columns of a source are and how their texts are written, told from its headers and its head."""
