"""What is true, whoever asks: types and rules, pure, standard library only."""
