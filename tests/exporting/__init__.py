"""Tests of the export and of taking it into another desk."""
