"""Progress as a document reports it (完成情况): status, figures, and which target each figure answers."""

from duban.core.results.answers import Answer, answers
from duban.core.results.reading import Progress, read_result

__all__ = ["Answer", "Progress", "answers", "read_result"]
