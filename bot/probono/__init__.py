"""Probono: what people can give, what organisations need, and how the two are brought together."""
