"""How something is written, before what it means: signs, sounds, languages, numbers."""
