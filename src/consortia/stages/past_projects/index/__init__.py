"""The index of past projects: words taken apart, entries written, questions asked. No Django here."""
