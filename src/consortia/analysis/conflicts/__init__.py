"""What ties an expert to an application, each tie with the path that shows it."""

from consortia.analysis.conflicts.domains import domain_of, is_public_mail

__all__ = ["domain_of", "is_public_mail"]
