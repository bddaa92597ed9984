"""通报和表彰: circulars and commendations from the ledger to their approval; issuing is ``duban.dispatch``."""
