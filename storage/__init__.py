"""What is remembered: SQLAlchemy Core, one file per noun with verb functions."""
