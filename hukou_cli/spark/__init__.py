"""Spark: data frames in, scored data frames out, by the same code as every table.

Nothing is configured, registered or kept: each function works in the session of the data frame that it is given.
"""

from hukou_cli.spark.frames import Balance, balance, rank_dataframe, reject_dataframe, score_dataframe
from hukou_cli.spark.population import compare_dataframe

__all__ = ["Balance", "balance", "compare_dataframe", "rank_dataframe", "reject_dataframe", "score_dataframe"]
