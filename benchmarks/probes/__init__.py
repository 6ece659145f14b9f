"""Programs that run inside our environment and time single functions there; each prints JSON."""
