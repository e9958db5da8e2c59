"""An announcement on its way and afterwards: its ledger, its deeds, who did not get it."""
