"""What the desk in the browser keeps: who signs in, who is signed in, who looks at what; and the rows of its tables."""
