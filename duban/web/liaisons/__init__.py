"""联络员名单 (附件4): a unit's own page, the office's board, files in and out."""
