"""The site: settings, addresses, and the pages that gather what the other apps know."""
