"""An expert's review of a self-assessment, question by question, and what the company makes of it."""
