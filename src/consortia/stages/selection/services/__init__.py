"""What happens in a selection: lists drawn, amounts lowered, sessions held, decided, published, moved on, appealed."""
