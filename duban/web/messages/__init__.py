"""Messages: the inbox, what each person chose, the calendar feed, ways out, and the office's page of reminders."""
