"""Every act on money, in the order of a cashier's day (4.8)."""
