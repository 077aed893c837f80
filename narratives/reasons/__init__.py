"""Why a figure changed: the officer's reason, or the one found in the figures of both years."""
