/**
 * Inputs and asserted results of the tests of empyrical-reloaded (https://github.com/stefan-jansen/empyrical-reloaded,
 * tests/test_stats.py, Apache-2.0), as they stand there. NaN says that there is no value.
 */

/** Cases that are asserted there in all; those of functions that ADMF has no counterpart of are not carried. */
export const CASES_IN_ALL = 192;

/** name | dates | values, in brackets where there are several columns */
export const SERIES = `
positive_returns | 2000-01-30 2000-01-31 2000-02-01 2000-02-02 2000-02-03 2000-02-04 2000-02-05 2000-02-06 2000-02-07 | 0.01,0.02,0.01,0.01,0.01,0.01,0.01,0.01,0.01
negative_returns | 2000-01-30 2000-01-31 2000-02-01 2000-02-02 2000-02-03 2000-02-04 2000-02-05 2000-02-06 2000-02-07 | 0,-0.06,-0.07,-0.01,-0.09,-0.02,-0.06,-0.08,-0.05
mixed_returns | 2000-01-30 2000-01-31 2000-02-01 2000-02-02 2000-02-03 2000-02-04 2000-02-05 2000-02-06 2000-02-07 | NaN,0.01,0.1,-0.04,0.02,0.03,0.02,0.01,-0.1
all_negative_returns | 2000-01-30 2000-01-31 2000-02-01 2000-02-02 2000-02-03 2000-02-04 2000-02-05 2000-02-06 2000-02-07 | -0.02,-0.06,-0.07,-0.01,-0.09,-0.02,-0.06,-0.08,-0.05
udu_returns | 2000-01-30 2000-01-31 2000-02-01 | 0.1,-0.1,0.1
simple_benchmark | 2000-01-30 2000-01-31 2000-02-01 2000-02-02 2000-02-03 2000-02-04 2000-02-05 2000-02-06 2000-02-07 | 0,0.01,0,0.01,0,0.01,0,0.01,0
one_return | 2000-01-30 | 0.01
weekly_returns | 2000-01-30 2000-02-06 2000-02-13 2000-02-20 2000-02-27 2000-03-05 2000-03-12 2000-03-19 2000-03-26 | 0,0.01,0.1,-0.04,0.02,0.03,0.02,0.01,-0.1
monthly_returns | 2000-01-31 2000-02-29 2000-03-31 2000-04-30 2000-05-31 2000-06-30 2000-07-31 2000-08-31 2000-09-30 | 0,0.01,0.1,-0.04,0.02,0.03,0.02,0.01,-0.1
df_month | 2000-01-31 2000-02-29 2000-03-31 2000-04-30 2000-05-31 2000-06-30 2000-07-31 2000-08-31 | [-0.00171614,0.01846232],[0.01322056,0.00793951],[0.03063862,-0.01448395],[-0.01422057,0.00422537],[-0.00489779,-0.00339611],[0.01268925,0.03756813],[-0.03357711,0.0151531],[0.01797036,0.03549769]
df_week | 2000-01-30 2000-02-06 2000-02-13 2000-02-20 2000-02-27 2000-03-05 2000-03-12 2000-03-19 | [-0.00171614,0.01846232],[0.01322056,0.00793951],[0.03063862,-0.01448395],[-0.01422057,0.00422537],[-0.00489779,-0.00339611],[0.01268925,0.03756813],[-0.03357711,0.0151531],[0.01797036,0.03549769]
df_simple | 2000-01-30 2000-01-31 2000-02-01 2000-02-02 2000-02-03 2000-02-04 2000-02-05 2000-02-06 | [-0.00171614,0.01846232],[0.01322056,0.00793951],[0.03063862,-0.01448395],[-0.01422057,0.00422537],[-0.00489779,-0.00339611],[0.01268925,0.03756813],[-0.03357711,0.0151531],[0.01797036,0.03549769]
flat_line_yearly | 2000-12-31 2001-12-31 2002-12-31 | 0.03,0.03,0.03
flat_line_1 | 2000-01-30 2000-01-31 2000-02-01 2000-02-02 2000-02-03 2000-02-04 2000-02-05 2000-02-06 2000-02-07 | 0.01,0.01,0.01,0.01,0.01,0.01,0.01,0.01,0.01
simple_benchmark_w_noise | 2000-01-30 2000-01-31 2000-02-01 2000-02-02 2000-02-03 2000-02-04 2000-02-05 2000-02-06 2000-02-07 | 0.0018956092796903726,0.008545433715011456,-0.00015023062745035706,0.01181361243896894,-0.0013228661317248604,0.009966554343833102,-0.00021535163459847546,0.009473929130245593,1.401344260352469e-05
`;

/** function arguments → asserted value, one for each column or window where there are several; `decimals` of random inputs */
export const ANSWERS = `
aggregate_returns returns=simple_benchmark convert_to=weekly → [0,0.040604010000000024,0]
aggregate_returns returns=simple_benchmark convert_to=monthly → [0.01,0.03030099999999991]
aggregate_returns returns=simple_benchmark convert_to=quarterly → [0.04060401]
aggregate_returns returns=simple_benchmark convert_to=yearly → [0.040604010000000024]
aggregate_returns returns=weekly_returns convert_to=monthly → [0,0.08789120000000006,-0.04500459999999995]
aggregate_returns returns=weekly_returns convert_to=yearly → [0.03893109170048015]
aggregate_returns returns=monthly_returns convert_to=yearly → [0.03893109170048015]
aggregate_returns returns=monthly_returns convert_to=quarterly → [0.11100000000000021,0.008575999999999917,-0.07282]
alpha returns=empty_returns benchmark=simple_benchmark → NaN
alpha returns=one_return benchmark=one_return → NaN
alpha returns=mixed_returns benchmark=mixed_returns → 0
alpha returns=mixed_returns benchmark=-mixed_returns → 0
beta_fragility_heuristic returns=one_return benchmark=one_return → NaN
beta_fragility_heuristic returns=positive_returns benchmark=simple_benchmark → 0
beta_fragility_heuristic returns=mixed_returns benchmark=simple_benchmark → 0.09
beta_fragility_heuristic returns=negative_returns benchmark=simple_benchmark → -0.03
alpha_beta returns=empty_returns benchmark=simple_benchmark → [NaN,NaN]
alpha_beta returns=one_return benchmark=one_return → [NaN,NaN]
alpha_beta returns=mixed_returns benchmark=negative_returns[1:] → [-0.9997853834885004,-0.7129629629629631]
alpha_beta returns=mixed_returns benchmark=mixed_returns → [0,1]
alpha_beta returns=mixed_returns benchmark=-mixed_returns → [0,-1]
annual_ret returns=mixed_returns period=daily → 1.9135925373194231
annual_ret returns=weekly_returns period=weekly → 0.24690830513998208
annual_ret returns=monthly_returns period=monthly → 0.052242061386048144
annual_volatility returns=flat_line_1_tz period=daily → 0
annual_volatility returns=mixed_returns period=daily → 0.9136465399704637
annual_volatility returns=weekly_returns period=weekly → 0.38851569394870583
annual_volatility returns=monthly_returns period=monthly → 0.18663690238892558
beta returns=empty_returns benchmark=simple_benchmark → NaN
beta returns=one_return benchmark=one_return → NaN
beta returns=noise benchmark=noise → 1
beta returns=2*noise benchmark=noise → 2
beta returns=noise benchmark=inv_noise → -1
beta returns=2*noise benchmark=inv_noise → -2
beta returns=simple_benchmark_w_noise benchmark=simple_benchmark_df decimals=2 → 1
cagr returns=empty_returns period=daily → NaN
cagr returns=one_return period=daily → 11.274002099240244
cagr returns=mixed_returns period=daily → 1.9135925373194231
cagr returns=flat_line_1_tz period=daily → 11.274002099240256
cagr returns=flat_line_yearly period=yearly → 0.03
calmar returns=empty_returns period=daily → NaN
calmar returns=one_return period=daily → NaN
calmar returns=mixed_returns period=daily → 19.135925373194233
calmar returns=weekly_returns period=weekly → 2.4690830513998208
calmar returns=monthly_returns period=monthly → 0.5224206138604814
capture_ratio returns=empty_returns factor_returns=empty_returns → NaN
capture_ratio returns=one_return factor_returns=one_return → 1
capture_ratio returns=mixed_returns factor_returns=mixed_returns → 1
capture_ratio returns=all_negative_returns factor_returns=mixed_returns → -0.5225764322296026
cum_returns_final returns=empty_returns starting_value=0 → NaN
cum_returns_final returns=one_return starting_value=0 → 0.01
cum_returns_final returns=mixed_returns starting_value=0 → 0.03893
cum_returns_final returns=mixed_returns starting_value=100 → 103.8931
cum_returns_final returns=negative_returns starting_value=0 → -0.3659
down_alpha_beta returns=empty_returns benchmark=simple_benchmark → [NaN,NaN]
down_alpha_beta returns=one_return benchmark=one_return → [NaN,NaN]
down_alpha_beta returns=mixed_returns[1:] benchmark=negative_returns[1:] → [-0.9997853834885004,-0.7129629629629631]
down_alpha_beta returns=mixed_returns benchmark=mixed_returns → [0,1]
down_alpha_beta returns=mixed_returns benchmark=-mixed_returns → [0,-1]
down_capture returns=empty_returns factor_returns=empty_returns → NaN
down_capture returns=one_return factor_returns=one_return → NaN
down_capture returns=mixed_returns factor_returns=mixed_returns → 1
down_capture returns=all_negative_returns factor_returns=mixed_returns → 0.9995602570379863
down_capture returns=positive_returns factor_returns=mixed_returns → -11.27400221
downside_risk returns=empty_returns required_return=0.0 period=daily → NaN
downside_risk returns=one_return required_return=0.0 period=daily → 0
downside_risk returns=mixed_returns required_return=mixed_returns period=daily → 0
downside_risk returns=mixed_returns required_return=0.0 period=daily → 0.6044832503882965
downside_risk returns=mixed_returns required_return=0.1 period=daily → 1.7161730681956295
downside_risk returns=weekly_returns required_return=0.0 period=weekly → 0.25888650451930134
downside_risk returns=weekly_returns required_return=0.1 period=weekly → 0.7733045971672482
downside_risk returns=monthly_returns required_return=0.0 period=monthly → 0.1243650540411842
downside_risk returns=monthly_returns required_return=0.1 period=monthly → 0.3714835124201342
downside_risk returns=df_simple required_return=0.0 period=daily → [0.20671788246185202,0.08349568059570447]
downside_risk returns=df_week required_return=0.0 period=weekly → [0.09390299605441006,0.037928477556776516]
downside_risk returns=df_month required_return=0.0 period=monthly → [0.04510954018487719,0.018220251263412916]
excess_sharpe returns=empty_returns factor_returns=0.0 → NaN
excess_sharpe returns=one_return factor_returns=0.0 → NaN
excess_sharpe returns=pos_line factor_returns=pos_line → NaN
excess_sharpe returns=mixed_returns factor_returns=0.0 → 0.10859306069076737
excess_sharpe returns=mixed_returns factor_returns=flat_line_1 → -0.06515583641446039
max_drawdown returns=empty_returns → NaN
max_drawdown returns=one_return → 0
max_drawdown returns=simple_benchmark → 0
max_drawdown returns=mixed_returns → -0.1
max_drawdown returns=positive_returns → 0
max_drawdown returns=negative_returns → -0.3659073
max_drawdown returns=all_negative_returns → -0.378589157
max_drawdown returns=udu_returns → -0.1
omega returns=empty_returns risk_free=0.0 required_return=0.0 → NaN
omega returns=one_return risk_free=0.0 required_return=0.0 → NaN
omega returns=mixed_returns risk_free=0.0 required_return=10.0 → 0.8335426349755793
omega returns=mixed_returns risk_free=0.0 required_return=-10.0 → NaN
omega returns=mixed_returns risk_free=flat_line_1 required_return=0.0 → 0.8125
omega returns=positive_returns risk_free=0.01 required_return=0.0 → NaN
omega returns=positive_returns risk_free=0.011 required_return=0.0 → 1.125
omega returns=positive_returns risk_free=0.02 required_return=0.0 → 0
omega returns=negative_returns risk_free=0.01 required_return=0.0 → 0
roll_alpha_beta returns=empty_returns benchmark=simple_benchmark window=1 → [[NaN,NaN],[NaN,NaN],[NaN,NaN],[NaN,NaN],[NaN,NaN],[NaN,NaN],[NaN,NaN],[NaN,NaN],[NaN,NaN]]
roll_alpha_beta returns=one_return benchmark=one_return window=1 → [[NaN,NaN]]
roll_alpha_beta returns=mixed_returns benchmark=negative_returns window=6 → [[-0.97854954,-0.7826087],[-0.9828927,-0.76156584],[-0.93166924,-0.61682243],[-0.99967288,-0.41311475]]
roll_alpha_beta returns=mixed_returns benchmark=mixed_returns window=6 → [[0,1],[0,1],[0,1],[0,1]]
roll_alpha_beta returns=mixed_returns benchmark=-mixed_returns window=6 → [[0,-1],[0,-1],[0,-1],[0,-1]]
roll_down_capture returns=empty_returns factor_returns=empty_returns window=1 → []
roll_down_capture returns=one_return factor_returns=one_return window=1 → [NaN]
roll_down_capture returns=mixed_returns factor_returns=mixed_returns window=6 → [1,1,1,1]
roll_down_capture returns=positive_returns factor_returns=mixed_returns window=6 → [-11.2743862,-11.2743862,-11.2743862,-11.27400221]
roll_down_capture returns=all_negative_returns factor_returns=mixed_returns window=6 → [0.92058591,0.92058591,0.92058591,0.99956026]
roll_max_drawdown returns=empty_returns window=6 → []
roll_max_drawdown returns=negative_returns window=6 → [-0.2282,-0.2745,-0.2899,-0.2747]
roll_sharpe_ratio returns=empty_returns window=6 → []
roll_sharpe_ratio returns=negative_returns window=6 → [-18.09162052,-26.79897486,-26.69138263,-25.72298838]
roll_sharpe_ratio returns=mixed_returns window=6 → [7.57445259,8.22784105,8.22784105,-3.1374751]
roll_up_capture returns=empty_returns factor_returns=empty_returns window=1 → []
roll_up_capture returns=one_return factor_returns=one_return window=1 → [1]
roll_up_capture returns=mixed_returns factor_returns=mixed_returns window=6 → [1,1,1,1]
roll_up_capture returns=positive_returns factor_returns=mixed_returns window=6 → [0.00128406,0.00291564,0.00171499,0.0777048]
roll_up_capture returns=all_negative_returns factor_returns=mixed_returns window=6 → [-5.88144154e-05,-0.000152119182,-0.000152119198,-0.00689238735]
roll_up_down_capture returns=empty_returns factor_returns=empty_returns window=1 → []
roll_up_down_capture returns=one_return factor_returns=one_return window=1 → NaN
roll_up_down_capture returns=mixed_returns factor_returns=mixed_returns window=6 → [1,1,1,1]
roll_up_down_capture returns=positive_returns factor_returns=mixed_returns window=6 → [-0.00011389,-0.00025861,-0.00015211,-0.00689239]
roll_up_down_capture returns=all_negative_returns factor_returns=mixed_returns window=6 → [-6.38880246e-05,-0.000165241701,-0.000165241719,-0.00689541957]
sharpe_ratio returns=empty_returns risk_free=0.0 → NaN
sharpe_ratio returns=one_return risk_free=0.0 → NaN
sharpe_ratio returns=mixed_returns risk_free=mixed_returns → NaN
sharpe_ratio returns=mixed_returns risk_free=0.0 → 1.7238613961706866
sharpe_ratio returns=mixed_returns risk_free=simple_benchmark → 0.34111411441060574
sharpe_ratio returns=positive_returns risk_free=0.0 → 52.915026221291804
sharpe_ratio returns=negative_returns risk_free=0.0 → -24.406808633910085
sharpe_ratio returns=flat_line_1 risk_free=0.0 → Infinity
simple_returns prices=flat_line_1 → [0,0,0,0,0,0,0,0]
sortino returns=empty_returns required_return=0.0 period=daily → NaN
sortino returns=one_return required_return=0.0 period=daily → NaN
sortino returns=mixed_returns required_return=mixed_returns period=daily → NaN
sortino returns=mixed_returns required_return=0.0 period=daily → 2.605531251673693
sortino returns=mixed_returns required_return=flat_line_1 period=daily → -1.3934779588919977
sortino returns=positive_returns required_return=0.0 period=daily → Infinity
sortino returns=negative_returns required_return=0.0 period=daily → -13.5327430750434
sortino returns=simple_benchmark required_return=0.0 period=daily → Infinity
sortino returns=weekly_returns required_return=0.0 period=weekly → 1.115890105686644
sortino returns=monthly_returns required_return=0.0 period=monthly → 0.5360562674188976
sortino returns=df_simple required_return=0.0 period=daily → [3.0639640966566306,38.090963117002495]
sortino returns=df_week required_return=0.0 period=weekly → [1.391826411207057,17.303077589064618]
sortino returns=df_month required_return=0.0 period=monthly → [0.6686117809312383,8.312129608449284]
stability_of_timeseries returns=empty_returns → NaN
stability_of_timeseries returns=one_return → NaN
stability_of_timeseries returns=mixed_returns → 0.1529973665111273
stability_of_timeseries returns=flat_line_1_tz → 1
tail_ratio returns=empty_returns → NaN
tail_ratio returns=one_return → 1
tail_ratio returns=mixed_returns → 0.9473684210526313
tail_ratio returns=random_100k decimals=1 → 1
up_alpha_beta returns=empty_returns benchmark=simple_benchmark → [NaN,NaN]
up_alpha_beta returns=one_return benchmark=one_return → [NaN,NaN]
up_alpha_beta returns=mixed_returns[1:] benchmark=positive_returns[1:] → [0.432961242076658,0.4285714285]
up_alpha_beta returns=mixed_returns benchmark=mixed_returns → [0,1]
up_alpha_beta returns=mixed_returns benchmark=-mixed_returns → [0,-1]
up_capture returns=empty_returns benchmark=empty_returns → NaN
up_capture returns=one_return benchmark=one_return → 1
up_capture returns=mixed_returns benchmark=mixed_returns → 1
up_capture returns=positive_returns benchmark=mixed_returns → 0.0076167762
up_capture returns=all_negative_returns benchmark=mixed_returns → -0.0004336328
up_down_capture returns=empty_returns factor_returns=empty_returns → NaN
up_down_capture returns=one_return factor_returns=one_return → NaN
up_down_capture returns=mixed_returns factor_returns=mixed_returns → 1
up_down_capture returns=positive_returns factor_returns=mixed_returns → -0.0006756053495
up_down_capture returns=all_negative_returns factor_returns=mixed_returns → -0.0004338236
batting_average returns=empty_returns benchmark=empty_returns → [NaN,NaN,NaN]
batting_average returns=positive_returns benchmark=all_negative_returns → [1,NaN,1]
batting_average returns=all_negative_returns benchmark=positive_returns → [0,0,NaN]
batting_average returns=mixed_returns benchmark=mixed_returns → [0,0,0]
batting_average returns=simple_benchmark benchmark=simple_benchmark_w_noise → [0.666667,0.5,1]
`;
