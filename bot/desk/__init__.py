"""Everything that waits for the office, gathered from the features, and the post of Monday morning."""
