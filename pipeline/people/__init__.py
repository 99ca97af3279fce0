"""Who asks, and what he may: principals, passwords, sign-in, API keys and the audit log."""
