"""Lists of service points, as people keep them in spreadsheets and maps, brought into the store."""
