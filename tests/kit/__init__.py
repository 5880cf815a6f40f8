"""What tests stand on: databases, a simulated Discord with named people, bursts, recorded calls."""
