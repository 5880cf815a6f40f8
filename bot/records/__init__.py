"""What remains of a meeting: its record, the thanks, the feedback, the list of participants as a file."""
