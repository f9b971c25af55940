"""Manuscripts: the texts in which people quote, and whether what they quote is in the source."""
