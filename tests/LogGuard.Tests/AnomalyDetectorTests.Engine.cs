using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    [Fact]
    public void TheEngineThatWasAskedForIsTaken()
    {
        var engine = new ScriptedEngine(_ => 0.5f);
        using var detector = new AnomalyDetector(new AnomalyDetectorOptions { EngineFactory = _ => engine });

        Assert.Equal(engine.Name, detector.EngineName);
    }

    [Fact]
    public void AnEngineThatCannotBeMadeIsToldOfAndTheManagedOneTaken()
    {
        var told = new List<string>();
        var options = new AnomalyDetectorOptions { EngineFactory = _ => throw new DllNotFoundException("no library"), Diagnostics = told.Add };
        using var detector = new AnomalyDetector(options);

        Assert.Equal("managed", detector.EngineName);
        Assert.Equal("LogGuard: the engine asked for cannot be used, the managed engine takes its place: no library", told[0]);
    }
}
