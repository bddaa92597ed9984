"""附件5 as documents: one report, all reports of a period; a filled form read back into the draft."""
