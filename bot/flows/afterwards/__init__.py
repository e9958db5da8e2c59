"""After an activity: the rating, one's own record and its certificates, an organiser's reports."""
