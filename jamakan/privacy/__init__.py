"""What keeps people's numbers, names and words unreadable wherever they rest."""
