"""Whether a process meets its specification: the study of a characteristic's samples, on a page and on paper."""
