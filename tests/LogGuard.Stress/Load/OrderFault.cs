namespace LogGuard.Stress.Load;

/// <summary>What is wrong with an order that was planted to be found.</summary>
internal enum OrderFault
{
    None,

    /// <summary>The payment is never accepted, and the order goes on.</summary>
    SkippedStep,

    /// <summary>A line that no normal order has.</summary>
    NewError,

    /// <summary>The payment is asked for again and again.</summary>
    RetryStorm,

    /// <summary>The order stops in the middle.</summary>
    CutShort,
}
