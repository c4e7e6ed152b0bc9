"""Social insurance printouts, as bureaus export them, read as dated records."""
