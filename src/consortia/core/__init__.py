"""The reckoning of the programme: values in, values with reasons out. Standard library only."""
