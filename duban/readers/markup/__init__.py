"""The parts of reading a web page: nodes, finding the article, walking it."""
