namespace WebApi.Faults;

/// <summary>How faults are called in addresses and headers.</summary>
internal static class FaultNames
{
    /// <summary>With this header, holding a fault's name, a request asks to have that fault.</summary>
    public const string Request = "X-Fault";

    /// <summary>With this header an answer says which step the fault struck.</summary>
    public const string Answer = "X-Fault-Struck";

    private static readonly string[] Names = ["skipped-step", "slow-step", "retry-storm", "new-exception"];

    public static string Of(FaultKind kind) => Names[(int)kind];

    public static FaultKind? Find(string? name) => Array.IndexOf(Names, name) is >= 0 and var kind ? (FaultKind)kind : null;
}
