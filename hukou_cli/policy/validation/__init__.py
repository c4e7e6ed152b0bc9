"""The checks of a policy file: its names, the limits of its arithmetic, and what is doubtful in one that loads."""
