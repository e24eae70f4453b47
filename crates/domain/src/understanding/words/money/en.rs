//! English words about money.

use super::Money;

pub(super) const MONEY: Money = Money {
    currencies: &[
        (Some("USD"), "dollar dollars buck bucks"),
        (Some("EUR"), "euro euros"),
        (Some("GBP"), "pound pounds quid sterling"),
        (Some("BRL"), "reais"),
        (None, "peso pesos"),
    ],
    hundredths: "cent cents pence",
    numbers: &[(60, "sixty"), (70, "seventy"), (80, "eighty"), (90, "ninety")],
    times: &[(100, "hundred"), (1000, "thousand grand k")],
    and: "and",
    to: "to or",
};
