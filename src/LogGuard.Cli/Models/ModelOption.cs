using System.CommandLine;

namespace LogGuard.Cli.Models;

/// <summary>The option that names the folder of a model.</summary>
internal static class ModelOption
{
    public const string Default = "model";

    public static Option<string> Make(string name = "--model", string description = "The folder of the model.") => new(name)
    {
        Description = description,
        HelpName = "DIR",
        DefaultValueFactory = _ => Default,
    };
}
