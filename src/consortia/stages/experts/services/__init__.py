"""What happens with experts: profiles, invitations, declarations, and who assesses what."""
