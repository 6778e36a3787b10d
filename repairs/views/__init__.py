"""The pages of repairs: register, intake, case, steps, paper."""
