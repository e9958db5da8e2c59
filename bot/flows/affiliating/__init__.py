"""A member's affiliation: asked for, how it stands, and the home branch's side."""
