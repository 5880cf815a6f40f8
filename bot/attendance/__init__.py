"""Who came: check-in, walk-ins, head-counts."""
