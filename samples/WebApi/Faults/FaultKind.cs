namespace WebApi.Faults;

/// <summary>What can be made to go wrong.</summary>
internal enum FaultKind
{
    /// <summary>A step is left out.</summary>
    SkippedStep,

    /// <summary>A step takes 2 to 4 seconds.</summary>
    SlowStep,

    /// <summary>Another service does not answer 5 to 10 times in a row.</summary>
    RetryStorm,

    /// <summary>A step fails with an exception that nothing handles.</summary>
    NewException,
}
