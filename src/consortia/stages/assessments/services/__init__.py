"""What happens with assessments: written, finished, agreed on, signed, opened again."""
