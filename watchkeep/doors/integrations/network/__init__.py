"""The network: hosts and services by nmap, within the networks that an administrator opened and nowhere else."""
