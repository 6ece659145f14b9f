"""Reports and results to text. A renderer returns one string that ends in one newline; escaping is here."""
