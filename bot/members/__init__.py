"""Who a community is to us, and who a person is in it."""
