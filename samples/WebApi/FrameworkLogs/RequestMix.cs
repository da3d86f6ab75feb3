namespace WebApi.FrameworkLogs;

/// <summary>The shares of what customers do, in percent; the rest are probes of the health.</summary>
internal sealed record RequestMix(int Browse, int SignIn, int Buy, int LookUp)
{
    /// <summary>The mixes, which follow each other: a quiet hour, a sale, and customers who come back for their orders.</summary>
    public static readonly RequestMix[] All = [new(45, 15, 20, 10), new(25, 20, 45, 5), new(25, 20, 15, 30)];

    /// <summary>The number of visits of one customer after which the next mix begins.</summary>
    public const int VisitsOfMix = 40;
}
