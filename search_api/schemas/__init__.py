"""What the API takes and gives, a file a resource."""
