namespace LogGuard.Cli;

/// <summary>The exit codes of all commands.</summary>
internal static class ExitCode
{
    /// <summary>The command did its work and found nothing.</summary>
    public const int Nothing = 0;

    /// <summary>The command line is wrong, or a file cannot be read or written.</summary>
    public const int Failed = 1;

    /// <summary>Anomalies, differences or unapproved flows were found.</summary>
    public const int Found = 2;

    /// <summary>There is no model to judge with.</summary>
    public const int NoModel = 3;
}
