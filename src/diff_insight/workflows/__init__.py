"""Jobs around reports: batches, clusters, daily runs, reproduction, and `doctor`."""
