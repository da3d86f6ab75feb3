using FsCheck;
using FsCheck.Fluent;
using Serilog;

namespace LogGuard.Serilog.Tests;

public class ReplayTests
{
    private static readonly string[] Usual = ["rpks", "rpks", "rpks"];
    private static readonly string[] Unusual = ["rks", "rp", "rpxks", "rpkss", "s", "rprpks", "x", "prks", "rpkrs"];

    [Fact]
    public async Task HoweverSessionsInterleaveTheirVerdictsAreTheSame()
    {
        string[] sessions = [.. Usual, .. Unusual];
        using var log = await Orders.LearntAsync();
        var alone = await ReplayAsync(log, [.. Enumerable.Range(0, sessions.Length).SelectMany(session => sessions[session].Select(_ => session))], sessions);
        Assert.Equal(Unusual.Length, alone.Select(verdict => verdict.Session).Distinct().Count());
        Assert.DoesNotContain(alone, verdict => int.Parse(verdict.Session) < Usual.Length);

        var orders = Gen.Shuffle(Enumerable.Range(0, sessions.Length).SelectMany(session => sessions[session].Select(_ => session)).ToArray());
        Prop.ForAll(orders.ToArbitrary(), order => Assert.Equal(alone, ReplayAsync(log, order, sessions).GetAwaiter().GetResult()))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20260301, 7));
    }

    [Fact]
    public async Task ASavedModelGivesTheSameVerdicts()
    {
        using var folder = new PipelineFolder();
        string[] sessions = [.. Usual, .. Unusual];
        int[] order = [.. Enumerable.Range(0, sessions.Length).SelectMany(session => sessions[session].Select(_ => session))];
        (string, long, AnomalyKind, long)[] before;
        using (var log = await Orders.LearntAsync(options => options.ModelPath = folder.Path))
        {
            before = await ReplayAsync(log, order, sessions);
        }

        using var restarted = new OrderLog(options => options.ModelPath = folder.Path);

        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
        Assert.NotEmpty(before);
        Assert.Equal(before, await ReplayAsync(restarted, order, sessions));
    }

    private static async Task<(string Session, long Position, AnomalyKind Kind, long ScoreBits)[]> ReplayAsync(OrderLog log, int[] order, string[] sessions)
    {
        log.Anomalies.Clear();
        var next = new int[sessions.Length];
        foreach (var session in order)
        {
            log.Logger.Order(session, sessions[session][next[session]++].ToString());
        }

        await log.CloseAsync();
        return [.. log.Anomalies.Select(anomaly => (anomaly.SessionId, anomaly.Position, anomaly.Kind, BitConverter.DoubleToInt64Bits(anomaly.Score))).Order()];
    }
}
