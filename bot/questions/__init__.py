"""Questions to the office: asked in private, answered in private."""
