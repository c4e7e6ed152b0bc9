"""Who is scored: the applicant's file, and each fact in it as an exact value."""
