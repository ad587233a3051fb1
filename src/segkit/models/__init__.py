"""Models of what customers will do: arrays in, frozen fitted models out, no data frame.

``fit("pareto" | "bg" | "mbg", x, t_x, T)`` fits a model of counts, ``fit_spend(n, mean_spend)`` one of spend; both have
parameters, standard errors, log-likelihood and named warnings, and predict. Times and money are in the caller's units.
"""

from __future__ import annotations

from segkit.models._base import CountModel, FitWarning
from segkit.models.beta_geometric import BetaGeometricNBD, ModifiedBetaGeometricNBD
from segkit.models.counts import CountDistribution
from segkit.models.fitting import fit
from segkit.models.gamma_gamma import GammaGamma, fit_spend
from segkit.models.pareto import ParetoNBD
from segkit.models.saved import SavedModel, from_dict, to_dict

__all__ = [
    "BetaGeometricNBD",
    "CountDistribution",
    "CountModel",
    "FitWarning",
    "GammaGamma",
    "ModifiedBetaGeometricNBD",
    "ParetoNBD",
    "SavedModel",
    "fit",
    "fit_spend",
    "from_dict",
    "to_dict",
]
