"""What the charts of goals are drawn of, in plain numbers: the same values as in the tables beside
them. No chart says by colour alone what it says."""
