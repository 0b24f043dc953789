"""The settings, a module for each tab of the page."""
