"""Times TA-Lib's C core inside Python, on numpy arrays: FOLDER ROUNDS. Prints JSON: seconds of CPU time and samples by feature."""

import json
import sys
import time

import numpy as np
import talib as t

folder, rounds = sys.argv[1], int(sys.argv[2])
o, h, l, c, v = (np.fromfile(f"{folder}/{name}.f64") for name in ("open", "high", "low", "close", "volume"))

FEATURES = {
    "sma_20": lambda: t.SMA(c, 20),
    "sma_200": lambda: t.SMA(c, 200),
    "ema_20": lambda: t.EMA(c, 20),
    "ema_200": lambda: t.EMA(c, 200),
    "wma_20": lambda: t.WMA(c, 20),
    "dema_20": lambda: t.DEMA(c, 20),
    "tema_20": lambda: t.TEMA(c, 20),
    "kama_10": lambda: t.KAMA(c, 10),
    "macd_12_26": lambda: t.MACD(c, 12, 26, 9)[0],
    "rsi_14": lambda: t.RSI(c, 14),
    "stochastic_k_14_3": lambda: t.STOCH(h, l, c, 14, 3, 0, 3, 0)[0],
    "fast_stochastic_14": lambda: t.STOCHF(h, l, c, 14, 3, 0)[0],
    "williams_r_14": lambda: t.WILLR(h, l, c, 14),
    "cci_20": lambda: t.CCI(h, l, c, 20),
    "mfi_14": lambda: t.MFI(h, l, c, v, 14),
    "roc_10": lambda: t.ROC(c, 10),
    "momentum_10": lambda: t.MOM(c, 10),
    "returns_1": lambda: t.ROCP(c, 1),
    "adx_14": lambda: t.ADX(h, l, c, 14),
    "atr_14": lambda: t.ATR(h, l, c, 14),
    "true_range": lambda: t.TRANGE(h, l, c),
    "bollinger_upper_20_2": lambda: t.BBANDS(c, 20, 2, 2, 0)[0],
    "std_dev_20": lambda: t.STDDEV(c, 20, 1),
    "correlation_30": lambda: t.CORREL(h, l, 30),
    "highest_20": lambda: t.MAX(h, 20),
    "lowest_20": lambda: t.MIN(l, 20),
    "donchian_middle_20": lambda: t.MIDPRICE(h, l, 20),
    "aroon_oscillator_25": lambda: t.AROONOSC(h, l, 25),
    "obv": lambda: t.OBV(c, v),
    "typical_price": lambda: t.TYPPRICE(h, l, c),
}
SAMPLES = 500


def samples(column, name):
    total = len(column)
    step = total // 2 // SAMPLES
    first = column[total // 2] if name == "obv" else 0
    return [float(column[total - 1 - i * step] - first) for i in range(SAMPLES)]


out = {}
for name, compute in FEATURES.items():
    column = compute()
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        column = compute()
        seconds.append(time.process_time() - start)
    out[name] = {"seconds": sorted(seconds)[len(seconds) // 2], "samples": samples(column, name)}
print(json.dumps({"version": t.__version__, "features": out}))
