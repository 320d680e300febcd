"""Front ends that make flows of other people's files."""
