"""What is the site's own about signing in: how allauth is asked to behave."""
