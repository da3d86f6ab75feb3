using System.CommandLine;

namespace LogGuard.Cli.Output;

/// <summary>The option that chooses how results are written.</summary>
internal static class OutputOption
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Clef = "clef";
    public const string Sarif = "sarif";
    public const string Markdown = "markdown";

    /// <param name="formats">The formats that the command knows, the default first.</param>
    public static Option<string> Make(params string[] formats)
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = $"How results are written: {string.Join(", ", formats)}.",
            HelpName = string.Join('|', formats),
            DefaultValueFactory = _ => formats[0],
        };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }
}
