"""How a notice gets out: enqueue, claim, compose, send, retry, mark."""
