"""What happens to applications, one group of verbs a file."""
