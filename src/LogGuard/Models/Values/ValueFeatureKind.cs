namespace LogGuard.Models.Values;

/// <summary>The kind of a parameter of one log key, found in training; it decides which values are unusual.</summary>
internal enum ValueFeatureKind
{
    /// <summary>Too few values to decide; not judged.</summary>
    TooFew,

    /// <summary>Always the same value; any other one is unusual.</summary>
    Constant,

    /// <summary>A boolean, an enum, a status: a few values that recur; a value never seen is unusual.</summary>
    Enumeration,

    /// <summary>A number that always increases, so that every value is new; not judged.</summary>
    Counter,

    /// <summary>A name that looks like a number, such as a port or an order's id; not judged.</summary>
    Identifier,

    /// <summary>A quantity: predicted, and unusual outside the confidence interval of the prediction's errors.</summary>
    Measured,
}
