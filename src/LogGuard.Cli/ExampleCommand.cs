using System.CommandLine;

namespace LogGuard.Cli;

/// <summary>A command whose help shows examples.</summary>
internal sealed class ExampleCommand(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}
