"""What an agency does with files, one group of verbs a file."""
