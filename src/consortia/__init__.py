"""Consortia runs a partnership programme from the first idea to a practice that travels."""
