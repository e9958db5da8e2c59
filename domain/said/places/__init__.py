"""Where somebody says that they are: numbers, a shared place, the words around a name."""
