"""What is sent to whom and when. For now: the reminder plan of a meeting."""
