"""Circulars (通报) and commendations (表彰) as text with references: parts that know no database."""
