"""Problem seeds (課題の種): posted by citizens, looked through, supported, connected, brought to an end."""
