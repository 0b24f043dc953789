"""Libraries of others, unchanged, each with its licence and version."""
