"""What waits for my approval, the page of one, who stands in for me, and the page behind the link in a mail."""
