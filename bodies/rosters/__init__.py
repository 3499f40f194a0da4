"""Rosters: who is to have which post, by hand and from files: what is asked, what would come of it,
and how a file is read, judged and written. What is done stands in `bodies/actions`."""
