"""How changes went in a time: for whoever answers for them."""
