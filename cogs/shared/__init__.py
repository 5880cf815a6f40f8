"""The common room of the cogs; each file is named after its one job."""
