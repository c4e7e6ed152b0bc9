"""What dated records give one edition in one round."""
