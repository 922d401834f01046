"""Plants small faults in the code, one at a time, and counts which of them its tests notice."""
