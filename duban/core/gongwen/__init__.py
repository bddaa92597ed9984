"""Official papers (公文) as data: what stands in them, apart from any file format."""
