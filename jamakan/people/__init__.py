"""People as staff deal with them: found, read about, corrected, merged, erased, brought in from a spreadsheet."""
