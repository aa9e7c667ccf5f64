"""Application documents: reading them strictly, and the values they become."""

from consortia.core.application.counting import count_characters, says_something
from consortia.core.application.document import Application, Organisation, counted_organisations
from consortia.core.application.loading import load_document
from consortia.core.application.reading import document_keys, read_application

__all__ = [
    "Application",
    "Organisation",
    "count_characters",
    "counted_organisations",
    "document_keys",
    "load_document",
    "read_application",
    "says_something",
]
