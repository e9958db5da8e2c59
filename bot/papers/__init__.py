"""All that leaves as a file: certificates, posters, registers, lists, pictures, and what is held about a person."""
