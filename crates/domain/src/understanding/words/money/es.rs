//! Spanish words about money.

use super::Money;

pub(super) const MONEY: Money = Money {
    currencies: &[
        (Some("EUR"), "euro euros"),
        (Some("USD"), "dolar dolares"),
        (Some("PEN"), "soles"),
        (Some("GBP"), "libra libras"),
        (Some("BRL"), "reales"),
        (None, "peso pesos"),
    ],
    hundredths: "centimo centimos centavo centavos",
    numbers: &[
        (60, "sesenta"),
        (70, "setenta"),
        (80, "ochenta"),
        (90, "noventa"),
        (100, "cien ciento"),
        (200, "doscientos doscientas"),
        (300, "trescientos trescientas"),
        (400, "cuatrocientos cuatrocientas"),
        (500, "quinientos quinientas"),
        (600, "seiscientos seiscientas"),
        (700, "setecientos setecientas"),
        (800, "ochocientos ochocientas"),
        (900, "novecientos novecientas"),
    ],
    times: &[(1000, "mil")],
    and: "y con",
    to: "a o y hasta",
};
