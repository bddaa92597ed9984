"""发文: documents that were issued, their numbers, and who has read them."""
