namespace LogGuard.Tests.Support;

/// <summary>Tests that run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class AloneCollection
{
    public const string Name = "Alone";
}
