"""Two worlds that are told the same and differ only in what comes later, driven in step."""
