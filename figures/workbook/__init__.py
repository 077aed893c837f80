"""The officer's workbook: its form, how it is read, how it is written."""
