namespace LogGuard.Models.Values;

/// <summary>What a parameter of one log key turned out to be in training, and with it what can be wrong with it.</summary>
internal enum ValueFeatureKind
{
    /// <summary>Fewer values than say what is usual; not judged.</summary>
    TooFew,

    /// <summary>One value only; any other one is unusual.</summary>
    Constant,

    /// <summary>A boolean, an enum, a status: a few values that come again and again; one never seen is unusual.</summary>
    Enumeration,

    /// <summary>Goes up all the time, so that every value is a new one; not judged.</summary>
    Counter,

    /// <summary>A name that looks like a number, such as a port or an order's id; not judged.</summary>
    Identifier,

    /// <summary>A quantity: predicted, and unusual outside the confidence interval of the prediction's errors.</summary>
    Measured,
}
