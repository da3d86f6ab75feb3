namespace WebApi;

/// <summary>The service's own command line options. Unknown options are passed to the host.</summary>
internal sealed record AppSettings
{
    public bool HasDetector { get; private init; } = true;

    public bool AllowsFaults { get; private init; }

    public bool IsQuiet { get; private init; }

    public bool EndsWithParent { get; private init; }

    /// <summary>The OTLP endpoint for LogGuard's metrics and traces; null to export nothing.</summary>
    public Uri? OtlpEndpoint { get; private init; }

    /// <summary>The folder of the model; null to keep it in memory.</summary>
    public string? Model { get; private init; }

    /// <summary>The version of the application; null for the assembly's.</summary>
    public string? Version { get; private init; }

    public string[] HostArguments { get; private init; } = [];

    /// <exception cref="ArgumentException">An option has no value or an invalid one.</exception>
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
                case "--model":
                    settings = settings with { Model = ValueOf(args, ++i) };
                    break;
                case "--app-version":
                    settings = settings with { Version = ValueOf(args, ++i) };
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

    private static string ValueOf(IReadOnlyList<string> args, int index) =>
        index < args.Count ? args[index] : throw new ArgumentException($"{args[index - 1]} needs a value.");
}
