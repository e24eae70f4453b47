//! Portuguese words about money.

use super::Money;

pub(super) const MONEY: Money = Money {
    currencies: &[
        (Some("BRL"), "real reais"),
        (Some("EUR"), "euro euros"),
        (Some("USD"), "dolar dolares"),
        (Some("GBP"), "libra libras"),
        (None, "peso pesos"),
    ],
    hundredths: "centimo centimos centavo centavos",
    numbers: &[
        (60, "sessenta"),
        (70, "setenta"),
        (80, "oitenta"),
        (90, "noventa"),
        (100, "cem cento"),
        (200, "duzentos duzentas"),
        (300, "trezentos trezentas"),
        (400, "quatrocentos quatrocentas"),
        (500, "quinhentos quinhentas"),
        (600, "seiscentos seiscentas"),
        (700, "setecentos setecentas"),
        (800, "oitocentos oitocentas"),
        (900, "novecentos novecentas"),
    ],
    times: &[(1000, "mil")],
    and: "e com",
    to: "a ou e ate",
};
