"""The applicant's file: facts as written, and dated records."""
