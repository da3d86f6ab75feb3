namespace LogGuard.Testing;

/// <summary>The recorded flows are not the approved ones. The message has the difference, and says how to approve it.</summary>
public sealed class FlowsNotApprovedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The difference.</param>
    /// <param name="innerException">The failure to read the approved flows; null if they were read.</param>
    public FlowsNotApprovedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
