"""Bounds of a file somebody hands in, each with its reason."""

IMPORT_BYTES = 10_000_000  # the biggest public form seen, with its maps of villages, has 0.9 MB
IMPORT_UNPACKED = 60_000_000  # a small .xlsx can hold gigabytes of zeros; that same form unpacks to 9 MB
IMPORT_SECONDS = 20  # of the processor, to read the cells; 3 is the most a public form takes
IMPORT_MEMORY = 512_000_000  # bytes, to read the cells; public forms take 60 MB, all but 50 of it code
IMPORT_ROWS = {"survey": 2_000, "choices": 20_000, "settings": 100}  # public forms have 611 and 1,224 at most
IMPORT_GUESSES = 30  # names of questions "did you mean …?" is said for: each is compared with all others
EXCERPT = 60  # characters of a cell quoted in a problem
