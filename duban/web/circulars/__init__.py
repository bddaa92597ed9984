"""通报和表彰: the list, the draft with its live numbers, what named units say, approval, issue, templates."""
