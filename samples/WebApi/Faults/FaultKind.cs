namespace WebApi.Faults;

/// <summary>The faults that can be injected.</summary>
internal enum FaultKind
{
    /// <summary>A step is skipped.</summary>
    SkippedStep,

    /// <summary>A step takes 2 to 4 seconds.</summary>
    SlowStep,

    /// <summary>Another service does not answer 5 to 10 times in a row.</summary>
    RetryStorm,

    /// <summary>A step throws an unhandled exception.</summary>
    NewException,
}
