namespace LogGuard.Stress.Load;

/// <summary>The fault of an order that is planted to be found.</summary>
internal enum OrderFault
{
    None,

    /// <summary>The payment is never accepted, but the order continues.</summary>
    SkippedStep,

    /// <summary>A line that no normal order has.</summary>
    NewError,

    /// <summary>The payment is requested again and again.</summary>
    RetryStorm,

    /// <summary>The order stops in the middle.</summary>
    CutShort,
}
