"""What we learn: detection turns alerts into incidents."""
