"""Metrics of one series of returns by quantstats, empyrical-reloaded and vectorbt, as JSON.

Reads {"dates": [...], "returns": [...], "benchmark": [...], "periods_per_year": n} on standard input.
A metric that a library cannot compute is left out, and the reason stands under "problems".
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

import empyrical as ep  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import quantstats.stats as qs  # noqa: E402
import vectorbt as vbt  # noqa: E402

given = json.load(sys.stdin)
index = pd.DatetimeIndex(given["dates"])
r = pd.Series(given["returns"], index=index)
b = pd.Series(given["benchmark"], index=index)
ppy = given["periods_per_year"]
vbt.settings.array_wrapper["freq"] = "1D"
vbt.settings.returns["year_freq"] = f"{ppy} days"
v = r.vbt.returns

LIBRARIES = {
    "empyrical": {
        "total_return": lambda: ep.cum_returns_final(r),
        "annual_return": lambda: ep.annual_return(r, annualization=ppy),
        "volatility": lambda: ep.annual_volatility(r, annualization=ppy),
        "sharpe": lambda: ep.sharpe_ratio(r, annualization=ppy),
        "sortino": lambda: ep.sortino_ratio(r, annualization=ppy),
        "calmar": lambda: ep.calmar_ratio(r, annualization=ppy),
        "max_drawdown": lambda: ep.max_drawdown(r),
        "downside_risk": lambda: ep.downside_risk(r, annualization=ppy),
        "value_at_risk": lambda: ep.value_at_risk(r),
        "conditional_value_at_risk": lambda: ep.conditional_value_at_risk(r),
        "tail_ratio": lambda: ep.tail_ratio(r),
        "stability": lambda: ep.stability_of_timeseries(r),
        "omega": lambda: ep.omega_ratio(r, annualization=ppy),
        "alpha": lambda: ep.alpha(r, b, annualization=ppy),
        "beta": lambda: ep.beta(r, b),
        "up_capture": lambda: ep.up_capture(r, b, period="daily"),
        "down_capture": lambda: ep.down_capture(r, b, period="daily"),
        "batting_average": lambda: ep.batting_average(r, b)["batting average"],
    },
    "quantstats": {
        "total_return": lambda: qs.comp(r),
        "cagr": lambda: qs.cagr(r, periods=ppy),
        "volatility": lambda: qs.volatility(r, periods=ppy),
        "sharpe": lambda: qs.sharpe(r, periods=ppy),
        "sortino": lambda: qs.sortino(r, periods=ppy),
        "adjusted_sortino": lambda: qs.adjusted_sortino(r, periods=ppy),
        "smart_sharpe": lambda: qs.smart_sharpe(r, periods=ppy),
        "smart_sortino": lambda: qs.smart_sortino(r, periods=ppy),
        "calmar": lambda: qs.calmar(r, periods=ppy),
        "max_drawdown": lambda: qs.max_drawdown(r),
        "skew": lambda: qs.skew(r),
        "kurtosis": lambda: qs.kurtosis(r),
        "omega": lambda: qs.omega(r, periods=ppy),
        "gain_to_pain": lambda: qs.gain_to_pain_ratio(r),
        "tail_ratio": lambda: qs.tail_ratio(r),
        "common_sense_ratio": lambda: qs.common_sense_ratio(r),
        "value_at_risk": lambda: qs.value_at_risk(r),
        "conditional_value_at_risk": lambda: qs.conditional_value_at_risk(r),
        "ulcer_index": lambda: qs.ulcer_index(r),
        "ulcer_performance": lambda: qs.ulcer_performance_index(r),
        "recovery_factor": lambda: qs.recovery_factor(r),
        "probabilistic_sharpe": lambda: qs.probabilistic_sharpe_ratio(r, periods=ppy),
        "outlier_win_ratio": lambda: qs.outlier_win_ratio(r),
        "outlier_loss_ratio": lambda: qs.outlier_loss_ratio(r),
        "serenity_index": lambda: qs.serenity_index(r),
        "cpc_index": lambda: qs.cpc_index(r),
        "expected_period": lambda: qs.expected_return(r),
        "expected_month": lambda: qs.expected_return(r, aggregate="ME"),
        "expected_year": lambda: qs.expected_return(r, aggregate="YE"),
        "average_period": lambda: r.mean(),
        "best_period": lambda: qs.best(r),
        "worst_period": lambda: qs.worst(r),
        "best_month": lambda: qs.best(r, aggregate="ME"),
        "worst_month": lambda: qs.worst(r, aggregate="ME"),
        "best_year": lambda: qs.best(r, aggregate="YE"),
        "worst_year": lambda: qs.worst(r, aggregate="YE"),
        "alpha": lambda: qs.greeks(r, b, periods=ppy)["alpha"],
        "beta": lambda: qs.greeks(r, b, periods=ppy)["beta"],
        "r_squared": lambda: qs.r_squared(r, b),
        "information_ratio": lambda: qs.information_ratio(r, b),
        "treynor": lambda: qs.treynor_ratio(r, b, periods=ppy),
    },
    "vectorbt": {
        "total_return": lambda: v.total(),
        "annual_return": lambda: v.annualized(),
        "volatility": lambda: v.annualized_volatility(),
        "sharpe": lambda: v.sharpe_ratio(),
        "sortino": lambda: v.sortino_ratio(),
        "calmar": lambda: v.calmar_ratio(),
        "max_drawdown": lambda: v.max_drawdown(),
        "downside_risk": lambda: v.downside_risk(),
        "omega": lambda: v.omega_ratio(),
        "value_at_risk": lambda: v.value_at_risk(),
        "conditional_value_at_risk": lambda: v.cond_value_at_risk(),
        "tail_ratio": lambda: v.tail_ratio(),
        "alpha": lambda: v.alpha(b),
        "beta": lambda: v.beta(b),
        "information_ratio": lambda: v.information_ratio(b),
        "up_capture": lambda: v.up_capture(b),
        "down_capture": lambda: v.down_capture(b),
    },
}

values, problems = {}, {}
for library, metrics in LIBRARIES.items():
    for name, compute in metrics.items():
        try:
            values.setdefault(name, {})[library] = float(np.asarray(compute()).ravel()[0])
        except Exception as error:  # A version that lost a function must not hide the others.
            problems[f"{library} {name}"] = f"{type(error).__name__}: {error}"
json.dump({"values": values, "problems": problems}, sys.stdout)
