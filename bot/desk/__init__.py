"""The desk in the browser: what waits, as one list and as tables, decided there by the very acts of the chat."""
