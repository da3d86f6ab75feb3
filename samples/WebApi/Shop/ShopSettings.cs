namespace WebApi.Shop;

/// <summary>The command line of the shop. Other options are passed to the host.</summary>
internal sealed record ShopSettings
{
    /// <summary>The option that starts the shop instead of the order service.</summary>
    public const string Option = "--framework-logs";

    public required string Model { get; init; }

    public required string Database { get; init; }

    public string? Version { get; init; }

    /// <summary>Whether the text of a database command is part of its key.</summary>
    public bool HasCommandsInKey { get; init; }

    public string[] HostArguments { get; init; } = [];

    /// <exception cref="ArgumentException">An option has no value, or is missing.</exception>
    public static ShopSettings Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case Option or "--with-parent" or "--quiet" or "--faults":
                    break;
                case "--commands-in-key":
                    values[args[i]] = "";
                    break;
                case "--model" or "--database" or "--app-version":
                    var name = args[i];
                    values[name] = ++i < args.Count ? args[i] : throw new ArgumentException($"{name} needs a value.");
                    break;
                default:
                    rest.Add(args[i]);
                    break;
            }
        }

        return new ShopSettings
        {
            Model = values.GetValueOrDefault("--model") ?? throw new ArgumentException("The shop needs --model, a folder."),
            Database = values.GetValueOrDefault("--database") ?? throw new ArgumentException("The shop needs --database, a file."),
            Version = values.GetValueOrDefault("--app-version"),
            HasCommandsInKey = values.ContainsKey("--commands-in-key"),
            HostArguments = [.. rest],
        };
    }
}
