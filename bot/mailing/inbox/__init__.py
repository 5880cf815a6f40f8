"""What comes back to the mailbox, read: pure, and never by raising."""
