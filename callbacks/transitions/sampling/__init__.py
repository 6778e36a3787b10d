"""From what is announced to what is called: gathering, drawing, recounting (2.2)."""
