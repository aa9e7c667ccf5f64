"""Whether an application may take part."""

from consortia.core.eligibility.examining import Verdict, check_application, examine_eligibility

__all__ = ["Verdict", "check_application", "examine_eligibility"]
