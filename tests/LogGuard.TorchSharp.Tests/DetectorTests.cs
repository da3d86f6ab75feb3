using System.Collections.Concurrent;
using LogGuard.Detectors;
using LogGuard.Detectors.Tests.Support;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using LogGuard.TorchSharp.Tests.Support;

namespace LogGuard.TorchSharp.Tests;

/// <summary>A whole detector on this engine.</summary>
public class DetectorTests
{
    private static readonly string[] Steps = ["order received", "payment captured", "order packed", "order shipped"];

    [TorchTheory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task WindowsFromAFileAndFromMemoryTeachTheSame(int windowMemoryLimit)
    {
        var told = new ConcurrentQueue<string>();
        var found = new ConcurrentQueue<Anomaly>();
        var options = new AnomalyDetectorOptions { Diagnostics = told.Enqueue, OnAnomaly = found.Enqueue };
        options.Training.WindowMemoryLimit = windowMemoryLimit;
        options.Model.TrainingSteps = 200;
        options.Model.HiddenSize = 16;
        await using var detector = new AnomalyDetector(options.UseTorchSharp(torch => torch.Device = TorchDevice.Cpu));
        for (int session = 0; session < 100; session++)
        {
            Write(detector, $"learnt {session}", "0 1 2 3");
        }

        await detector.CloseSessionsAsync();
        Assert.True(await detector.TrainAsync());
        Write(detector, "as ever", "0 1 2 3");
        Write(detector, "unpaid", "0 2 3");
        await detector.CloseSessionsAsync();
        await detector.FlushAsync();

        Assert.NotEmpty(found);
        Assert.All(found, anomaly => Assert.Equal("unpaid", anomaly.SessionId));
        Assert.Equal(windowMemoryLimit == 0, told.Any(line => line.Contains("temporary file")));
        Assert.DoesNotContain(told, line => line.Contains("managed engine"));
    }

    [TorchFact]
    public async Task AModelThatLearntHereComesBackWithoutTorchSharp()
    {
        using var folder = new PipelineFolder();
        var trainer = new LogMsTrainer(
            new NextTemplateOptions { HiddenSize = 16, LearningRate = 0.01f }, new PleGruOptions { HiddenSize = 16, LearningRate = 0.01f, Epochs = 40 });
        Anomaly reported;
        using (var log = new ShopLog(trainer, folder.Path, configure: options => options.UseTorchSharp(torch => torch.Device = TorchDevice.Cpu)))
        {
            await log.LearnAsync();
            Assert.Equal("torch", log.Detector.EngineName);
            await log.WriteAsync([ShopLog.Unpaid]);
            reported = Assert.Single(log.Anomalies);
            Assert.DoesNotContain(log.Told, line => line.Contains("managed engine"));
        }

        using var later = new ShopLog(trainer, folder.Path);
        Assert.Equal(DetectorState.Detecting, later.Detector.State);
        await later.WriteAsync([ShopLog.Unpaid]);

        Assert.Equal("managed", later.Detector.EngineName);
        Assert.Equal(reported.Reason, Assert.Single(later.Anomalies).Reason);
    }

    private static void Write(AnomalyDetector detector, string session, string steps)
    {
        foreach (string step in steps.Split(' '))
        {
            string template = Steps[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)];
            detector.Intake.Take(template, SessionId.From(session), DateTime.UtcNow.Ticks, LogSeverity.Information, template, Renderer.Instance);
        }
    }

    private sealed class Renderer : LineRenderer
    {
        public static readonly Renderer Instance = new();

        public override string Render(object line) => (string)line;

        public override string? GetTraceId(object line) => null;

        public override string GetTemplate(object line) => (string)line;
    }
}
