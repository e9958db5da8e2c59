"""An organiser's queue, a request's card, the decisions, and who may take them."""
