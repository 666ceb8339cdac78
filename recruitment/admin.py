"""Door for Django: the admins of this app's capabilities."""
