namespace WebApi;

/// <summary>The service's own command line; what it does not know is the host's.</summary>
internal sealed record AppSettings
{
    public bool HasDetector { get; private init; } = true;

    public bool AllowsFaults { get; private init; }

    public bool IsQuiet { get; private init; }

    public bool EndsWithParent { get; private init; }

    /// <summary>Where LogGuard's own metrics and traces go by OTLP; null for nowhere.</summary>
    public Uri? OtlpEndpoint { get; private init; }

    public string[] HostArguments { get; private init; } = [];

    /// <exception cref="ArgumentException">An option has no value, or a wrong one.</exception>
    public static AppSettings Parse(IReadOnlyList<string> args)
    {
        var settings = new AppSettings();
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--no-detector":
                    settings = settings with { HasDetector = false };
                    break;
                case "--faults":
                    settings = settings with { AllowsFaults = true };
                    break;
                case "--quiet":
                    settings = settings with { IsQuiet = true };
                    break;
                case "--with-parent":
                    settings = settings with { EndsWithParent = true };
                    break;
                case "--otlp":
                    settings = settings with
                    {
                        OtlpEndpoint = ++i < args.Count && Uri.TryCreate(args[i], UriKind.Absolute, out var endpoint)
                            ? endpoint
                            : throw new ArgumentException("--otlp needs the address of a collector, such as http://localhost:4317."),
                    };
                    break;
                default:
                    rest.Add(args[i]);
                    break;
            }
        }

        return settings with { HostArguments = [.. rest] };
    }
}
