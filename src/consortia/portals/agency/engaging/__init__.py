"""What the agency's pages about experts share: subjects, forms, words."""
