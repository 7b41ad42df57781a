"""The catalogue for those who look after it: items, their forms and terms in editions, pictures, plans and reviews."""
