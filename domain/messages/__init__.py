"""Messages one by one: the life of one on its way out, why a group took none, and mail to a unit."""
