"""What people say, taken apart: days, places around them, wishes; pure functions over what was typed."""
