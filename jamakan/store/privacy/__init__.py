"""What people asked us to do with what we hold of them: agreements taken back, erasures, a look at what is kept."""
