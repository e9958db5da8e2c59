"""Kinds of files: CSV, workbooks and GeoJSON, read as tables; a report, written."""
