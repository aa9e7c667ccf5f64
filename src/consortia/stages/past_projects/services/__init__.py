"""What happens to past projects: lists are read in, the index of the search follows."""
