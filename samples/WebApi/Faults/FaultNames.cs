namespace WebApi.Faults;

/// <summary>The names of faults in URLs and headers.</summary>
internal static class FaultNames
{
    /// <summary>The request header with the name of the fault to inject.</summary>
    public const string Request = "X-Fault";

    /// <summary>The response header with the step that the fault struck.</summary>
    public const string Answer = "X-Fault-Struck";

    private static readonly string[] Names = ["skipped-step", "slow-step", "retry-storm", "new-exception"];

    public static string Of(FaultKind kind) => Names[(int)kind];

    public static FaultKind? Find(string? name) => Array.IndexOf(Names, name) is >= 0 and var kind ? (FaultKind)kind : null;
}
