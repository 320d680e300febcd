"""Results of the programme: what is counted, how, against which target, and what of it may leave the house."""
