"""The register in the forms that other programs read: FollowTheMoney and the Open Contracting Data Standard."""
