"""Updates: of every released schema, on both engines, killed anywhere, and undone."""
