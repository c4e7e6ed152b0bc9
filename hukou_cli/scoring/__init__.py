"""Pure answers: an applicant and an edition in, a score out. Nothing here prints or reads a clock."""
