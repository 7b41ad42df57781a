"""Is it alive, is it ready, how is it doing: for load balancers, Prometheus and the doctor."""
