"""Health: what is proved, damaged, quarantined, checked and rebuilt."""
