"""Two persons become one: what each of them has, and what is done with it (decision 24)."""
