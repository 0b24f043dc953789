"""The version of this release, readable without importing anything else."""

__version__ = "0.2.0"
