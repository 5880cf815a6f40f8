"""What people see and press. It decides nothing and knows no database."""
