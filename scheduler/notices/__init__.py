"""What is rung when it falls due: one file for each matter, and the words of reminders."""
