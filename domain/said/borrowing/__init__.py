"""What somebody asks to borrow, and on which terms it is lent."""
