"""Pages of inspections, findings and surveys."""
