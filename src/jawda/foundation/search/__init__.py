"""Search over what a person may see: rooms say what there is, one index holds it, two queries find it."""
