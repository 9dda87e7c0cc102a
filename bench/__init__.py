"""Speed, measured: two things in turn, in one run, on one machine, quoted as a ratio (`make bench`)."""
