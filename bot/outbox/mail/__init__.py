"""Mail: what a notice looks like as one, and how it is handed to the operator's mail server."""
